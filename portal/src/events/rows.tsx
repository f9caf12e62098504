import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import type { AuditEvent } from '../api/client';
import { t } from '../i18n';
import { longDay, useZone } from '../time';
import { useNarrow } from '../ui/narrow';
import { column } from './columns';
import type { HeadsState } from './data';
import { areMostlyApart, keyOf, sticky, useItems, visible } from './items';
import { DayLine, EventRow, SealLine, type RowActs } from './row';
import { useDensity } from './density';
import { Head } from './rows-head';
import type { Change, Order } from './search';
import { leastOf, sideways, tracksOf, useWidths } from './widths';

export interface RowsHandle {
  toTop(): void;
  show(event: AuditEvent, align?: 'auto' | 'center'): void;
  focus(): void;
  readonly range: [number, number];
}

const ROWS = { compact: 30, roomy: 36 };
const NARROW_ROW = 56;
const HEAD = 30;
const DAY = 24;
/** Height of the band of newer events; the rows stay where they are when it comes and goes. */
const BAND = 28;
/** Drawn beyond what is seen, once the first rows are there: what a quick turn of the wheel passes in a frame. */
const OVERSCAN = 12;
/** More rows are asked for when so many are left. */
const AHEAD = 150;

/** The table: a grid with one tab stop, virtualised, with the seal rail at its left. */
export function Rows({ ref, events, liveCount, columns, order, change, heads, opened, open, selected, select, more, toEnd, top, readOn, takeFocus }: {
  ref: Ref<RowsHandle>;
  events: AuditEvent[];
  liveCount: number;
  columns: string[];
  order: Order;
  change: Change;
  heads: HeadsState;
  opened: string;
  open: (event: AuditEvent) => void;
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
  more: (() => void) | undefined;
  /** Goes to the last row, of those that are not loaded, too. */
  toEnd: () => void;
  /** A band between head and rows. */
  top: ReactNode;
  /** Told whether the first row is scrolled away. */
  readOn: (isReadingOn: boolean) => void;
  takeFocus: boolean;
}) {
  const [zone] = useZone();
  const isNarrow = useNarrow();
  const [density] = useDensity();
  const [widths] = useWidths();
  const height = isNarrow ? NARROW_ROW : ROWS[density];
  const shownColumns = useMemo(() => columns.map(column), [columns]);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const painted = requestAnimationFrame(() => setTimeout(() => setDrawn(true)));
    return () => cancelAnimationFrame(painted);
  }, []);
  const isLateTheRule = useMemo(() => areMostlyApart(events), [events]);
  const items = useItems(events, order, zone, heads);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, cell: 0 });
  const anchor = useRef(0);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.is === 'event' ? height : DAY),
    getItemKey: (index) => keyOf(items[index], index),
    overscan: isDrawn ? OVERSCAN : 0,
    // What stands over the rows at the top, and moves them down by as much.
    scrollPaddingStart: DAY,
    scrollPaddingEnd: (isNarrow ? 0 : HEAD) + (top === null ? 0 : BAND),
    // So that the first rows are drawn with the page, and not only after the table was measured.
    initialRect: { width: 0, height: innerHeight / 2 },
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => () => readOn(false), [readOn]);
  const hasBand = top !== null;
  const hadBand = useRef(hasBand);
  useLayoutEffect(() => {
    const moved = hasBand === hadBand.current ? 0 : hasBand ? BAND : -BAND;
    hadBand.current = hasBand;
    if (scroller.current && scroller.current.scrollTop > 0) {
      scroller.current.scrollTop += moved;
    }
  }, [hasBand]);
  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastDrawn >= items.length - AHEAD) {
      more();
    }
  }, [more, lastDrawn, items.length]);
  const itemOf = (event: AuditEvent) => items.findIndex((one) => one.is === 'event' && one.event.id === event.id);
  useImperativeHandle(ref, () => ({
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
    show: (event, align = 'auto') => {
      virtual.scrollToIndex(itemOf(event), { align });
      setActive((before) => ({ ...before, row: events.indexOf(event) }));
    },
    focus: () => scroller.current?.focus(),
    get range(): [number, number] {
      return visible(items, drawn.map((one) => one.index), scroller.current, height);
    },
  }));
  useEffect(() => {
    const at = events.findIndex((one) => one.id === opened);
    if (at >= 0) {
      setActive((before) => ({ ...before, row: at }));
    }
  }, [opened, events]);

  useEffect(() => {
    const cell = active.cell > 0 && scroller.current?.querySelector(`#row-${active.row} [data-cell="${active.cell}"]`);
    if (scroller.current && cell) {
      sideways(scroller.current, cell);
    }
  }, [active]);

  const toggle = (event: AuditEvent, row: number, isRange: boolean) => {
    const next = new Set(selected);
    const [from, to] = isRange ? [Math.min(anchor.current, row), Math.max(anchor.current, row)] : [row, row];
    const isOn = isRange || !selected.has(event.id ?? '');
    for (const one of events.slice(from, to + 1)) {
      if (isOn) {
        next.add(one.id ?? '');
      } else {
        next.delete(one.id ?? '');
      }
    }
    anchor.current = row;
    select(next);
  };
  const latest = useRef({ open, toggle });
  latest.current = { open, toggle };
  const acts = useMemo<RowActs>(
    () => ({
      open: (event) => latest.current.open(event),
      pick: (event, index, isRange) => latest.current.toggle(event, index, isRange),
    }),
    [],
  );
  const keyed = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    const row = events[active.row];
    const go = (by: number) => {
      const next = Math.min(events.length - 1, Math.max(0, active.row + by));
      setActive({ ...active, row: next });
      const found = events[next];
      if (found) {
        virtual.scrollToIndex(itemOf(found));
        if (event.shiftKey) {
          toggle(found, next, true);
        }
        if (opened) {
          open(found);
        }
      }
    };
    const activeValue = () => scroller.current?.querySelector<HTMLElement>(`#row-${active.row} [data-cell="${active.cell}"] .v`);
    const value = 'fxc'.includes(event.key) && !event.ctrlKey && !event.metaKey ? activeValue() : null;
    if (value) {
      // As if the key were pressed on the value itself, which knows what it does.
      event.preventDefault();
      event.stopPropagation();
      value.dispatchEvent(new window.KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }));
      return;
    }
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(1),
      ArrowUp: () => go(-1),
      PageDown: () => go(20),
      PageUp: () => go(-20),
      Home: () => go(-events.length),
      End: () => (event.shiftKey ? go(events.length) : toEnd()),
      ArrowRight: () => setActive({ ...active, cell: Math.min(shownColumns.length, active.cell + 1) }),
      ArrowLeft: () => setActive({ ...active, cell: Math.max(0, active.cell - 1) }),
      Enter: () => {
        const value = activeValue();
        if (active.cell > 0 && value) {
          value.focus();
          value.click();
        } else if (row) {
          open(row);
        }
      },
      ' ': () => row && toggle(row, active.row, event.shiftKey),
    };
    const act = acts[event.key];
    if (act && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  const tracks = tracksOf(shownColumns, widths);
  const scrolled = scroller.current?.scrollTop ?? 0;
  // What lies under the line of the day is not seen.
  const day = sticky(items, virtual.getVirtualItemForOffset(scrolled + DAY)?.index ?? 0, scrolled, virtual);
  return (
    <div
      ref={scroller}
      className="rows"
      role="grid"
      aria-label={t('page.events')}
      aria-rowcount={events.length + 1}
      aria-colcount={shownColumns.length + 1}
      aria-multiselectable
      tabIndex={0}
      autoFocus={takeFocus}
      data-late-is-rule={isLateTheRule || undefined}
      aria-activedescendant={`row-${active.row}`}
      style={{ '--cols': tracks, '--least': `${leastOf(shownColumns, widths)}px`, '--row': `${height}px` } as React.CSSProperties}
      onKeyDown={keyed}
      onScroll={(event) => readOn(event.currentTarget.scrollTop >= 1)}
    >
      <div role="rowgroup" className="head-group">
        <Head columns={shownColumns} order={order} change={change} events={events} selected={selected} select={select} />
      </div>
      {top}
      {day !== null && <div className="day-now" aria-hidden="true">{longDay(day, zone)}</div>}
      <div role="rowgroup" className="virtual" style={{ height: virtual.getTotalSize() }}>
        {drawn.map((one) => {
          const item = items[one.index];
          if (!item) {
            return null;
          }
          const place = { start: one.start, size: one.size };
          switch (item.is) {
            case 'day':
              return <DayLine key={one.key} {...place} millis={item.millis} zone={zone} />;
            case 'seal':
              return <SealLine key={one.key} {...place} heads={heads} />;
            case 'event':
              return (
                <EventRow
                  key={one.key}
                  {...place}
                  event={item.event}
                  index={item.index}
                  columns={shownColumns}
                  zone={zone}
                  activeCell={item.index === active.row ? active.cell : -1}
                  isOpen={item.event.id === opened}
                  isPicked={selected.has(item.event.id ?? '')}
                  isNew={item.index < liveCount}
                  isSealed={(item.event.sequence ?? Infinity) < heads.sealed}
                  acts={acts}
                />
              );
          }
        })}
      </div>
    </div>
  );
}

