import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { address, call, type AuditEvent, type EventPage } from '../api/client';
import { parsed } from '../api/digits';
import { onReturn } from '../api/reach';
import { PAGE_ROWS, type HeadsState, type Question } from './data';
import type { Search } from './search';

/** How many events have come since the rows were asked for, apart from those that live tail has shown. Rows never move by themselves. */
export function useNewer(
  question: Question,
  search: Search,
  rows: AuditEvent[] | undefined,
  shown: AuditEvent[],
  heads: HeadsState,
  loadedAt: number,
): { count: number; isMore: boolean } {
  const isOpen = search.to === '' && search.order === 'newest' && !search.live;
  const first = rows?.[0]?.id;
  const newer = useQuery({
    queryKey: ['newer', question.parameters, heads.durable, loadedAt],
    queryFn: async ({ signal }) => {
      const newest = async (limit: number) =>
        (await call<EventPage>(address('/v1/events', { ...question.parameters, order: 'newest', limit }), { signal })).events ?? [];
      // Mostly nothing came, which one row tells.
      return (await newest(1))[0]?.id === first ? [] : newest(PAGE_ROWS);
    },
    // What was known before the rows came says nothing of newer ones.
    enabled: isOpen && rows !== undefined && heads.durable > 0 && heads.answeredMillis > loadedAt,
    staleTime: Infinity,
  });
  return isOpen && newer.data && rows ? came(newer.data, first, shown) : { count: 0, isMore: false };
}

/** Of the newest events those above the first row that are not shown; more than these where that row is not among them. */
export function came(newest: AuditEvent[], first: string | undefined, shown: AuditEvent[]): { count: number; isMore: boolean } {
  const at = first === undefined ? newest.length : newest.findIndex((one) => one.id === first);
  const known = new Set(shown.slice(0, KEPT_ROWS + PAGE_ROWS).map((one) => one.id));
  const above = newest.slice(0, at < 0 ? newest.length : at).filter((one) => !known.has(one.id) && !isReading(one));
  return { count: above.length, isMore: at < 0 && newest.length > 0 };
}

/** What the log tells of its own readers. Looking at a page must not announce that somebody looked at it. */
export function isReading(event: AuditEvent): boolean {
  return event.service === 'indelible' && event.category === 'data-access';
}

export interface Live {
  /** Newest first, on top of the rows. */
  events: AuditEvent[];
  /** What has come while somebody reads further down, newest first; it goes on top once that is seen. */
  held: AuditEvent[];
  /** Where the tail stands in the journal, as far as it is shown; with what is held. */
  window: string | undefined;
  heldWindow: string | undefined;
  /** Whether any event was left out, because more came than can be read. */
  hasGaps: boolean;
  perSecond: number;
  isThinned: boolean;
  isConnected: boolean;
}

/** The events that are not among the rows as well. */
export function withoutKnown(events: AuditEvent[], rows: AuditEvent[]): AuditEvent[] {
  if (events.length === 0) {
    return events;
  }
  const known = new Set(rows.map((one) => one.id));
  return events.filter((one) => !known.has(one.id));
}

const NONE: Live = { events: [], held: [], window: undefined, heldWindow: undefined, hasGaps: false, perSecond: 0, isThinned: false, isConnected: false };
const SHOWN_PER_TICK = 15;
const TICK_MILLIS = 250;
/** After so long a tail is asked for again that the browser gave up, because the answer was a refusal. */
const RENEWED_MILLIS = 2_000;
export const KEPT_ROWS = 2_000;

/** What came, newest first, goes on top, or is held, and with it what was held before. */
export function withCame(before: Live, came: AuditEvent[], isHeld: boolean, window?: string): Live {
  const waiting = [...came, ...before.held];
  const held = waiting.slice(0, KEPT_ROWS);
  const hasGaps = before.hasGaps || held.length < waiting.length;
  if (isHeld) {
    return { ...before, held, hasGaps, heldWindow: window ?? before.heldWindow };
  }
  const all = [...held, ...before.events];
  const events = all.slice(0, KEPT_ROWS);
  return { ...before, events, held: [], hasGaps: hasGaps || events.length < all.length, window: window ?? before.heldWindow ?? before.window, heldWindow: undefined };
}

/** The later of two places in the journal, which are numbers to the base 36. */
export function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return one.length === other.length ? (one > other ? one : other) : one.length > other.length ? one : other;
}

/** The live tail, from where the rows end: new ones on top, at most sixty a second; of more, one in so many. Once it is off, what it showed stays. */
export function useLive(question: Question, isOn: boolean, isHeld: boolean, after: string | undefined): Live {
  const [live, setLive] = useState(NONE);
  const holds = useRef(isHeld);
  const seenTo = useRef<string | undefined>(undefined);
  const [round, setRound] = useState(0);
  const { organization, folder, project, q, from } = question.parameters;
  useEffect(() => {
    seenTo.current = undefined;
    setLive(NONE);
  }, [organization, folder, project, q, from]);
  useEffect(() => {
    holds.current = isHeld;
    if (!isHeld) {
      setLive((before) => (before.held.length > 0 ? withCame(before, [], false) : before));
    }
  }, [isHeld]);
  useEffect(() => {
    if (!isOn) {
      setLive((before) => ({ ...before, perSecond: 0, isThinned: false, isConnected: false }));
      return undefined;
    }
    const source = new EventSource(address('/v1/events/tail', { organization, folder, project, q, from, after: later(after, seenTo.current) }));
    let waiting: MessageEvent<string>[] = [];
    source.addEventListener('event', (message: MessageEvent<string>) => waiting.push(message));
    source.onopen = () => setLive((before) => ({ ...before, isConnected: true }));
    // A connection that broke off the browser makes again by itself; one that was refused it does not.
    let renewal: ReturnType<typeof setTimeout> | undefined;
    const renew = () => setRound((before) => before + 1);
    source.onerror = () => {
      setLive((before) => ({ ...before, isConnected: false }));
      if (source.readyState === EventSource.CLOSED) {
        renewal = setTimeout(renew, RENEWED_MILLIS);
      }
    };
    const forget = onReturn(() => source.readyState !== EventSource.OPEN && renew());
    let seen: number[] = [];
    const timer = setInterval(() => {
      const came = waiting;
      waiting = [];
      seen = [...seen, came.length].slice(-4);
      if (came.length === 0 && seen.every((count) => count === 0)) {
        return;
      }
      const every = Math.ceil(came.length / SHOWN_PER_TICK);
      const shown = came.filter((_, index) => index % Math.max(1, every) === 0).map(({ data }) => parsed(data) as AuditEvent);
      shown.reverse();
      const window = came.at(-1)?.lastEventId;
      seenTo.current = window ?? seenTo.current;
      setLive((before) => ({
        ...withCame({ ...before, hasGaps: before.hasGaps || every > 1 }, shown, holds.current, window),
        perSecond: seen.reduce((sum, count) => sum + count, 0),
        isThinned: every > 1,
      }));
    }, TICK_MILLIS);
    return () => {
      clearInterval(timer);
      clearTimeout(renewal);
      forget();
      source.close();
    };
  }, [isOn, organization, folder, project, q, from, after, round]);
  return live;
}
