import { useQuery } from '@tanstack/react-query';
import { address, call, type AuditEvent, type Stats } from '../api/client';
import { counted, type Question } from '../events/data';
import { actorValue } from '../events/naming';
import { READS } from '../query/reads';
import { fieldTerm } from '../query/terms';
import type { Unasked } from '../query/unasked';

/** What pages ask for by the dozen, for their charts and lists. */
const COUNTS = 'event.count';

/** What of the record is shown. */
export interface Chosen {
  actor: string;
  /** Empty for all that people did. */
  act: string;
  /** Its date in the zone. */
  day: string;
}

export function readsQuery({ actor, act }: Chosen): string {
  return [
    READS,
    ...(actor ? [fieldTerm('actor', actor)] : []),
    ...(act ? [fieldTerm('action', act)] : []),
  ].join(' ');
}

const HOUR_MILLIS = 3_600_000;

/** Who and what there is in a range, and when: what one may choose of. */
export function useReadStats(question: Question, enabled: boolean, unasked: Unasked) {
  const field = counted(['actor', 'action'], unasked);
  const parameters = { ...question.parameters, q: READS };
  return useQuery({
    queryKey: ['reads-stats', parameters, field],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { ...parameters, interval: '1h', field, top: 50 }), { signal }),
    enabled,
    staleTime: 60_000,
  });
}

export interface Day {
  /** `2026-03-29` */
  date: string;
  fromMillis: number;
  toMillis: number;
  count: number;
}

/** The days that have records, newest first, as the zone has them, from counts by the hour. */
export function days(stats: Stats | undefined, zone: string): Day[] {
  const found = new Map<string, Day>();
  const dateOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  for (const bar of stats?.histogram ?? []) {
    const millis = Date.parse(bar.time ?? '');
    const date = dateOf.format(millis);
    const before = found.get(date);
    if (before) {
      before.toMillis = millis + HOUR_MILLIS;
      before.count += bar.count ?? 0;
    } else {
      found.set(date, { date, fromMillis: millis, toMillis: millis + HOUR_MILLIS, count: bar.count ?? 0 });
    }
  }
  return [...found.values()].filter((one) => one.count > 0).reverse();
}

/** The question about one day of its range. */
export function within(question: Question, chosen: Day | undefined): Question {
  return chosen === undefined
    ? question
    : {
        ...question,
        parameters: {
          ...question.parameters,
          from: new Date(Math.max(chosen.fromMillis, question.fromMillis)).toISOString(),
          to: new Date(question.parameters['to'] === undefined ? chosen.toMillis : Math.min(chosen.toMillis, question.toMillis)).toISOString(),
        },
      };
}

export interface Read {
  key: string;
  event: AuditEvent;
  /** What was asked for; of counts each that was; none of what is no search. */
  searches: string[];
  times: number;
  /** How often it was only counted. */
  counts: number;
  rows: number;
  firstMillis: number;
  lastMillis: number;
}

/**
 * The first read of a window and the one that counts the others belong together. Counts of what the same viewer searched in the hour
 * belong to that search, all others of the viewer and hour are one: a page counts by much that nobody typed.
 */
export function grouped(events: AuditEvent[]): Read[] {
  const found = new Map<string, Read>();
  const viewing = (event: AuditEvent) => [actorValue(event.actor), Math.floor(Date.parse(event.time ?? '') / HOUR_MILLIS)];
  const searched = (event: AuditEvent) => [...viewing(event), 'event.search', searchText(event) ?? ''].join('\n');
  const isSearched = new Set(events.filter((one) => one.action === 'event.search').map(searched));
  for (const event of events) {
    const millis = Date.parse(event.time ?? '');
    const search = searchText(event);
    const isCount = event.action === COUNTS;
    const key = !isCount ? [...viewing(event), actOf(event), search ?? ''].join('\n') : isSearched.has(searched(event)) ? searched(event) : [...viewing(event), COUNTS].join('\n');
    const labels = event.detail?.labels ?? {};
    const times = Number(labels['times'] ?? 1);
    const told = {
      times: isCount ? 0 : times,
      counts: isCount ? times : Number(labels['counts'] ?? 0),
      rows: isCount ? 0 : Number(labels['rows'] ?? 0),
    };
    const before = found.get(key);
    if (before) {
      before.event = before.event.action === COUNTS ? event : before.event;
      before.searches = search === null || before.searches.includes(search) ? before.searches : [...before.searches, search];
      before.times += told.times;
      before.counts += told.counts;
      before.rows += told.rows;
      before.firstMillis = Math.min(before.firstMillis, millis);
      before.lastMillis = Math.max(before.lastMillis, millis);
    } else {
      found.set(key, { key, event, searches: search === null ? [] : [search], ...told, firstMillis: millis, lastMillis: millis });
    }
  }
  return [...found.values()];
}

/** What was done, as the catalogs name it: evidence is taken along an event at a time; an erasure that was asked for had the name of a look once. */
export function actOf(event: AuditEvent): string {
  const action = event.action ?? '';
  if (action === 'erasure.preview') {
    return askedOf(event).parameters.get('dry') === 'true' ? action : 'erasure.ask';
  }
  return action === 'event.export' && event.targets?.some((one) => one.type === 'event') ? 'event.evidence' : action;
}

const NOT_SEARCHED = new Set(['organization', 'from', 'to', 'limit', 'order', 'cursor', 'window', 'after', 'interval', 'top', 'split', 'field', 'format', 'prefix', 'named']);

/** Where events are asked for; of all else the record has parameters too, which search nothing. */
const SEARCHING = /^\/v1\/events(\/|$)/;

function askedOf(event: AuditEvent): { path: string; parameters: URLSearchParams } {
  const endpoint = event.detail?.request?.endpoint ?? '';
  const at = endpoint.indexOf('?');
  return { path: at < 0 ? endpoint : endpoint.slice(0, at), parameters: new URLSearchParams(at < 0 ? '' : endpoint.slice(at)) };
}

/** What was asked for, as the search box writes it; the range is in the columns. Null of what is no search. */
function searchText(event: AuditEvent): string | null {
  const { path, parameters } = askedOf(event);
  if (!SEARCHING.test(path) || event.detail?.request?.method === 'POST') {
    return null;
  }
  const named = /^\/v1\/events\/([0-9a-f-]{36}|\d+)(?=\/|$)/.exec(path)?.[1];
  // Who names an event by its number opens one all the same; what it was, the record's targets say.
  const id = named?.includes('-') ? named : ((named && event.targets?.find((one) => one.type === 'event')?.id) ?? named);
  const asked = [...parameters].filter(([name]) => !NOT_SEARCHED.has(name)).map(([name, value]) => (name === 'q' ? value : `${name}:${value}`));
  return [...(id ? [id] : []), ...asked].join(' ');
}
