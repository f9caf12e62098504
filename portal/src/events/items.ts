import { useMemo } from 'react';
import type { AuditEvent } from '../api/client';
import type { HeadsState } from './data';
import type { Order } from './search';

/* What the table shows, line by line: events, and between them where a day begins and from where on all is sealed. */

const QUARTER_MILLIS = 900_000;

export type Item = { is: 'event'; event: AuditEvent; index: number } | { is: 'day'; millis: number } | { is: 'seal' };

export function keyOf(item: Item | undefined, index: number): string {
  return item?.is === 'event' ? (item.event.id ?? String(index)) : item?.is === 'day' ? `day-${item.millis}` : 'seal';
}

/** Rows with the lines between them: a day begins, and everything below is sealed. */
export function useItems(events: AuditEvent[], order: Order, zone: string, heads: HeadsState): Item[] {
  const { sealed, isKnown } = heads;
  return useMemo(() => {
    const items: Item[] = [];
    const border = isKnown && sealed > 0 && order === 'newest' ? sealBorder(events, sealed) : -1;
    let day = '';
    const dayOf = days(zone);
    events.forEach((event, index) => {
      const millis = Date.parse(event.time ?? '');
      const own = Number.isNaN(millis) || order === 'received' ? day : dayOf(millis);
      if (own !== day) {
        items.push({ is: 'day', millis });
      }
      day = own;
      if (index === border) {
        items.push({ is: 'seal' });
      }
      items.push({ is: 'event', event, index });
    });
    return items;
  }, [events, order, zone, sealed, isKnown]);
}

/** The day of an instant; that of a quarter of an hour is looked up once, since zones are apart by whole quarters. */
function days(zone: string): (millis: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const known = new Map<number, string>();
  return (millis) => {
    const quarter = Math.floor(millis / QUARTER_MILLIS);
    const day = known.get(quarter) ?? format.format(quarter * QUARTER_MILLIS);
    known.set(quarter, day);
    return day;
  };
}

/** The row from which on all that is loaded is sealed, if nothing sealed is above it; else -1. */
export function sealBorder(events: AuditEvent[], sealed: number): number {
  const first = events.findIndex((event) => (event.sequence ?? Infinity) < sealed);
  return first >= 0 && events.slice(first).every((event) => (event.sequence ?? Infinity) < sealed) ? first : -1;
}

const APART_MILLIS = 60_000;
const LOOKED_AT_ROWS = 200;

/** Whether an event was received at another time than it happened. */
export function isApart(event: AuditEvent): boolean {
  return Math.abs(Date.parse(event.received ?? '') - Date.parse(event.time ?? '')) > APART_MILLIS;
}

/** Whether that is so of most, as of samples and of what was loaded from elsewhere: then a mark on each tells nothing. */
export function areMostlyApart(events: AuditEvent[]): boolean {
  const some = events.slice(0, LOOKED_AT_ROWS);
  return some.filter(isApart).length * 2 > some.length;
}

const placeOf = (event: AuditEvent, order: Order) =>
  order === 'received' ? (event.sequence ?? 0) : Date.parse(event.time ?? '') * (order === 'oldest' ? 1 : -1);

/** The row so many from an event; where that is no row itself, from the place it would have. */
export function stepped(events: AuditEvent[], id: string, event: AuditEvent | undefined, by: number, order: Order): AuditEvent | undefined {
  const at = events.findIndex((one) => one.id === id);
  const next = at < 0 && event ? events.findIndex((one) => placeOf(one, order) > placeOf(event, order)) : -1;
  const place = at >= 0 ? at : !event ? -1 : (next < 0 ? events.length : next) - (by > 0 ? 1 : 0);
  return events[Math.min(events.length - 1, Math.max(0, place + by))];
}

/** First and last event that can be seen, from 1. */
export function visible(items: Item[], drawn: number[], scroller: HTMLElement | null, row: number): [number, number] {
  const events = drawn.flatMap((index) => {
    const item = items[index];
    return item?.is === 'event' ? [item.index] : [];
  });
  if (!scroller || events.length === 0) {
    return [0, 0];
  }
  const first = Math.max(events[0] ?? 0, Math.floor(scroller.scrollTop / row) - 1);
  return [first + 1, Math.min((events.at(-1) ?? 0) + 1, first + Math.max(1, Math.floor((scroller.clientHeight - 30) / row)))];
}

/** The day of what is seen first, once its own line is scrolled away. */
export function sticky(items: Item[], first: number, scrolled: number, virtual: { getTotalSize(): number }): number | null {
  if (scrolled < 1 || virtual.getTotalSize() === 0) {
    return null;
  }
  for (let index = Math.min(items.length - 1, first); index >= 0; index--) {
    const item = items[index];
    if (item?.is === 'day') {
      return item.millis;
    }
  }
  return null;
}
