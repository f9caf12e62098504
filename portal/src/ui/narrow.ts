import { useCallback, useSyncExternalStore } from 'react';

const NARROW_PIXELS = 900;

/** Whether the window is at most so wide: where the page has its narrow form, if nothing else is said. */
export function useNarrow(pixels = NARROW_PIXELS): boolean {
  const query = `(max-width: ${pixels}px)`;
  const listen = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(listen, () => matchMedia(query).matches);
}
