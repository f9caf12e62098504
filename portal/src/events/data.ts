import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { learnCounted, learnNames } from './naming';
import { taken } from '../api/begun';
import { address, call, type AuditEvent, type EventPage, type Heads, type Stats, type Values } from '../api/client';
import { asked, barSeconds, instant, intervalText } from '../query/range';
import { said, withoutField } from '../query/terms';
import { isUnasked, type Unasked } from '../query/unasked';
import { scopeParameters, useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import type { Search } from './search';

export const PAGE_ROWS = 200;
export const FACETS = [
  'outcome', 'operation', 'actor', 'action', 'category', 'service', 'channel', 'severity', 'targetType',
] as const;
export type Facet = (typeof FACETS)[number];
export const FACET_VALUES = 5;

/** The question of a search, its instants fixed: relative ranges count from when it was asked. */
export interface Question {
  parameters: Record<string, string | undefined>;
  fromMillis: number;
  toMillis: number;
}

export function useQuestion(search: Search, askedMillis: number): Question {
  const scope = useScope();
  const { q, from, to } = search;
  return useMemo(() => {
    const range = asked({ from, to }, askedMillis);
    return {
      parameters: { ...scopeParameters(scope), q: q || undefined, ...range },
      fromMillis: instant(from, askedMillis) ?? askedMillis - 7 * 86_400_000,
      toMillis: instant(to, askedMillis) ?? askedMillis,
    };
  }, [scope, q, from, to, askedMillis]);
}

export interface Rows {
  events: AuditEvent[];
  tookMillis: number;
  /** Where the list ends in the journal: nothing that was received later is in it. */
  window: string | undefined;
}

/** The rows of a search, page after page, and the question that they answer. While a search is wrong or on its way, those of the last one stay. */
export function useRows(question: Question, order: string, enabled: boolean) {
  const addressOf = (cursor: string) => address('/v1/events', { ...question.parameters, order, limit: PAGE_ROWS, cursor });
  const query = useInfiniteQuery({
    queryKey: ['events', question.parameters, order],
    queryFn: async ({ pageParam, signal }) => {
      const start = performance.now();
      return learned(await call<EventPage>(addressOf(pageParam), { signal }), performance.now() - start);
    },
    initialData: () => {
      const page = taken<[EventPage]>(addressOf(''))?.[0];
      return page && { pages: [learned(page, performance.getEntriesByName(location.origin + addressOf(''))[0]?.duration ?? 0)], pageParams: [''] };
    },
    enabled,
    initialPageParam: '',
    getNextPageParam: (last) => (order === 'received' && (last.events?.length ?? 0) < PAGE_ROWS ? undefined : last.next),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const lastGood = useRef<Rows | null>(null);
  const answered = useRef<Question | null>(null);
  if (query.data && !query.isPlaceholderData) {
    answered.current = question;
  }
  const rows = useMemo(() => {
    if (query.data) {
      lastGood.current = {
        events: query.data.pages.flatMap((page) => page.events ?? []),
        tookMillis: query.data.pages[0]?.tookMillis ?? 0,
        window: query.data.pages.at(-1)?.window,
      };
    }
    return lastGood.current;
  }, [query.data]);
  return { query, rows, answered: answered.current };
}

function learned(page: EventPage, tookMillis: number) {
  learnNames(page.events ?? []);
  return { ...page, tookMillis };
}

/** So often counts are asked for anew while live tail goes on. */
const LIVE_MILLIS = 5_000;

/** Counts follow what comes, of the same question: what there is stays until the next answer. */
export function followed(isFollowing: boolean): number | false {
  return isFollowing && LIVE_MILLIS;
}

/** Counts of a search: how many, over time by outcome, and the most frequent values. */
export function useStats(question: Question, enabled: boolean, isFollowing: boolean) {
  const seconds = barSeconds(question.fromMillis, question.toMillis);
  const fields = counted(FACETS, useUnasked());
  const query = useQuery({
    queryKey: ['stats', question.parameters, seconds, fields],
    queryFn: async ({ signal }) =>
      named(
        await call<Stats>(
          address('/v1/events/stats', {
            ...question.parameters, interval: intervalText(seconds), split: 'outcome', field: fields, top: FACET_VALUES + 1, named: namedIn(fields),
          }),
          { signal },
        ),
      ),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchInterval: followed(isFollowing),
  });
  return { query, seconds };
}

/** Of these fields those that may be counted. */
export function counted<F extends string>(fields: readonly F[], unasked: Unasked): F[] {
  return fields.filter((one) => !isUnasked(unasked, one));
}

/** Names come with counts of actors, and with nothing else. */
export function namedIn(fields: readonly string[]): string | undefined {
  return fields.includes('actor') ? 'true' : undefined;
}

/** The same counts, once the names that came with them are known. */
export function named(stats: Stats): Stats {
  learnCounted(stats.top?.['actor'] ?? []);
  return stats;
}

/** The values of a field that the query speaks of: counted as if it did not, so that the others can be chosen. */
export function useFacetValues(question: Question, field: Facet, stats: Stats | undefined, isFollowing: boolean) {
  const q = question.parameters['q'] ?? '';
  const about = said(q, field);
  const isAsked = about.only.length + about.excluded.length > 0;
  const own = useQuery({
    queryKey: ['values', question.parameters, field],
    queryFn: ({ signal }) =>
      call<Values>(
        address('/v1/events/values', { ...question.parameters, q: withoutField(q, field), field, limit: FACET_VALUES + 1 }),
        { signal },
      ),
    enabled: isAsked && stats !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchInterval: followed(isFollowing),
  });
  const values = isAsked ? own.data?.values : stats?.top?.[field];
  return { values: values ?? [], ...about };
}

/** How far the organization's events are kept, searchable and sealed; asked again and again. */
export function useHeads(organization: string) {
  const heads = useQuery({
    queryKey: ['heads', organization],
    queryFn: ({ signal }) => call<Heads>(address('/v1/heads', { organization }), { signal }),
    refetchInterval: 3_000,
    staleTime: 1_000,
  });
  const head = heads.data?.heads?.[0];
  return {
    durable: head?.durable ?? 0,
    searchable: head?.searchable ?? 0,
    isWitnessed: head?.witnessed !== undefined,
    sealed: head?.witnessed ?? head?.published ?? 0,
    published: head?.published ?? 0,
    isKnown: head !== undefined,
    answeredMillis: heads.dataUpdatedAt,
  };
}
export type HeadsState = ReturnType<typeof useHeads>;
