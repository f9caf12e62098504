import { useQuery } from '@tanstack/react-query';
import { address, call, type Stats, type Values } from '../api/client';
import { barSeconds, intervalText } from '../query/range';
import { anyTerm } from '../query/terms';
import type { Unasked } from '../query/unasked';
import { counted, named, namedIn, type Question } from '../events/data';
import { learnCounted } from '../events/naming';

export const SPLITS = ['outcome', 'operation', 'category'] as const;
export type Split = (typeof SPLITS)[number];
const TOP = 6;
/** No event is earlier. */
const EARLIEST_MILLIS = Date.UTC(1900, 0, 1);
const since = (millis: number) => new Date(Math.max(millis, EARLIEST_MILLIS)).toISOString();

/** As many values as the server counts. */
export const COUNTED_MAX = 1_000;
const FIRST_MAX = 6;
const NEW_LOOKED_AT = 60;

/** All counts of a range, the bars split by one field. */
export function useOverview(question: Question, split: Split, unasked: Unasked) {
  const fields = counted(['outcome', 'actor', 'action', 'ip'], unasked);
  const seconds = barSeconds(question.fromMillis, question.toMillis);
  const now = useQuery({
    queryKey: ['overview', question.parameters, split, fields],
    queryFn: async ({ signal }) =>
      named(
        await call<Stats>(
          address('/v1/events/stats', {
            ...question.parameters, interval: intervalText(seconds), split, field: fields, top: COUNTED_MAX, named: namedIn(fields),
          }),
          { signal },
        ),
      ),
    staleTime: 60_000,
  });
  const spanMillis = question.toMillis - question.fromMillis;
  const before = useQuery({
    queryKey: ['overview-before', question.parameters],
    queryFn: ({ signal }) =>
      call<Stats>(
        address('/v1/events/stats', {
          ...question.parameters, from: since(question.fromMillis - spanMillis),
          to: new Date(question.fromMillis).toISOString(), field: 'outcome', top: 4,
        }),
        { signal },
      ),
    staleTime: 60_000,
  });
  const failed = useQuery({
    queryKey: ['overview-failed', question.parameters],
    queryFn: ({ signal }) =>
      call<Stats>(
        address('/v1/events/stats', { ...question.parameters, q: 'outcome:(failure denied)', field: 'action', top: TOP }),
        { signal },
      ),
    staleTime: 60_000,
  });
  return { now: now.data, before: before.data, failed: failed.data, error: now.error, retry: () => void now.refetch(), seconds };
}

export function top(stats: Stats | undefined, field: string, count = TOP): { value: string; count: number }[] {
  return (stats?.top?.[field] ?? []).slice(0, count).map((one) => ({ value: one.value ?? '', count: one.count ?? 0 }));
}

/** Actors of the range that no event of the 90 days before names, with the first thing each did. */
export function useFirstSeen(question: Question, isAsked: boolean) {
  return useQuery({
    queryKey: ['first-seen', question.parameters],
    queryFn: async ({ signal }) => {
      const actors = (range: Record<string, string>) =>
        call<Values>(address('/v1/events/values', { ...question.parameters, ...range, field: 'actor', limit: COUNTED_MAX }), { signal });
      const before = { from: since(question.fromMillis - 90 * 86_400_000), to: new Date(question.fromMillis).toISOString() };
      const [now, earlier] = await Promise.all([actors({}), actors(before)]);
      const known = new Set((earlier.values ?? []).map((one) => one.value));
      // Where an answer is full there are more, and who is new cannot be counted.
      const isWhole = [now, earlier].every((one) => (one.values ?? []).length < COUNTED_MAX);
      const fresh = (now.values ?? []).flatMap((one) => (one.value !== undefined && !known.has(one.value) ? [one.value] : []));
      const newest = fresh.slice(-NEW_LOOKED_AT).slice(0, FIRST_MAX);
      const told = newest.length === 0 ? {} : await call<Values>(
        address('/v1/events/values', { ...question.parameters, q: anyTerm('actor', newest), field: 'actor', limit: FIRST_MAX, named: 'true' }),
        { signal },
      );
      learnCounted(told.values ?? []);
      const firsts = (told.values ?? [])
        .flatMap(({ value = '', count = 0, first }) => (first ? [{ ...first, actor: value, count }] : []))
        .sort((one, other) => (other.time ?? '').localeCompare(one.time ?? ''));
      return { count: isWhole ? fresh.length : null, fresh: fresh.slice(0, NEW_LOOKED_AT), firsts };
    },
    enabled: isAsked,
    staleTime: 60_000,
  });
}

/** Counts by hour of the seven days that end with the range. */
export function useHours(question: Question) {
  const toMillis = question.toMillis;
  return useQuery({
    queryKey: ['hours', question.parameters, Math.floor(toMillis / 3_600_000)],
    queryFn: ({ signal }) =>
      call<Stats>(
        address('/v1/events/stats', {
          ...question.parameters, from: since(toMillis - 7 * 86_400_000), to: new Date(toMillis).toISOString(),
          interval: '1h', split: 'outcome',
        }),
        { signal },
      ),
    staleTime: 60_000,
  });
}
