import { useQuery } from '@tanstack/react-query';
import { address, ask, Problem } from '../api/client';
import { useMayProve } from '../api/session';
import { canCheck, verify, type Verdict } from './verify';

export type Checked =
  | { is: 'checking' }
  | { is: 'checked'; verdict: Verdict }
  | { is: 'waiting' }
  | { is: 'unable'; why: 'browser' | 'right' | 'server'; error: unknown };

const AGAIN_MILLIS = 1_000;

/**
 * Checks an event in this browser, as far as whoever asks may read it; one that is not sealed yet is asked for again. That is
 * recorded as a view of the event: evidence to take along is asked for by whoever wants it, and recorded as such.
 */
export function useChecked(organization: string, id: string, enabled = true): Checked & { again: () => void } {
  const mayProve = useMayProve(organization);
  const query = useQuery({
    queryKey: ['proof', organization, id],
    queryFn: async ({ signal }) => {
      const response = await ask(address(`/v1/events/${id}/proof`, { organization, format: 'evidence' }), { signal });
      return { verdict: await verify(new Uint8Array(await response.arrayBuffer())) };
    },
    enabled: enabled && mayProve && canCheck() && id !== '',
    retry: (_, error) => isWaiting(error),
    retryDelay: AGAIN_MILLIS,
    staleTime: Infinity,
  });
  const again = () => void query.refetch();
  if (!canCheck()) {
    return { is: 'unable', why: 'browser', error: null, again };
  }
  if (!mayProve) {
    return { is: 'unable', why: 'right', error: null, again };
  }
  if (query.data && !query.isFetching) {
    return { is: 'checked', ...query.data, again };
  }
  if (query.failureReason && isWaiting(query.failureReason)) {
    return { is: 'waiting', again };
  }
  return query.error ? { is: 'unable', why: isRefused(query.error) ? 'right' : 'server', error: query.error, again } : { is: 'checking', again };
}

function isRefused(error: unknown): boolean {
  return error instanceof Problem && error.status === 403;
}

function isWaiting(error: unknown): boolean {
  return error instanceof Problem && error.code === 'not-published';
}
