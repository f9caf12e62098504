import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 900px)');

/** Whether the page is in its narrow form. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}
