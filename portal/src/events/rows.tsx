import { Menu } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Link } from 'wouter';
import type { AuditEvent } from '../api/client';
import { IconArrowDown, IconArrowUp, IconCheck, IconColumns } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { longDay, number, useZone } from '../time';
import { useNarrow } from '../ui/narrow';
import { Icon } from '../ui/icon';
import { Cell } from './cells';
import { column, DEFAULT_COLUMNS, MORE_COLUMNS, type Column } from './columns';
import type { HeadsState } from './data';
import { sentenceText } from './sentence';
import type { Change, Order } from './search';

export interface RowsHandle {
  toTop(): void;
  show(event: AuditEvent): void;
  focus(): void;
  readonly range: [number, number];
}

type Item = { is: 'event'; event: AuditEvent; index: number } | { is: 'day'; millis: number } | { is: 'seal' };

const ROW = 30;
const NARROW_ROW = 56;
const OVERSCAN = 20;

/** The table: a grid with one tab stop, virtualised, with the seal rail at its left. */
export function Rows({ ref, events, liveCount, columns, order, change, heads, opened, open, selected, select, more, top, takeFocus }: {
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
  top: ReactNode;
  takeFocus: boolean;
}) {
  const [zone] = useZone();
  const isNarrow = useNarrow();
  const shownColumns = useMemo(() => columns.map(column), [columns]);
  const items = useItems(events, order, zone, heads);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, cell: 0 });
  const anchor = useRef(0);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.is === 'event' ? (isNarrow ? NARROW_ROW : ROW) : 24),
    getItemKey: (index) => keyOf(items[index], index),
    overscan: OVERSCAN,
  });
  useEffect(() => virtual.measure(), [virtual, isNarrow]);
  const drawn = virtual.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastDrawn >= items.length - 60) {
      more();
    }
  }, [more, lastDrawn, items.length]);
  const itemOf = (event: AuditEvent) => items.findIndex((one) => one.is === 'event' && one.event.id === event.id);
  useImperativeHandle(ref, () => ({
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
    show: (event) => {
      virtual.scrollToIndex(itemOf(event));
      setActive((before) => ({ ...before, row: events.indexOf(event) }));
    },
    focus: () => scroller.current?.focus(),
    get range(): [number, number] {
      return visible(items, drawn.map((one) => one.index), scroller.current, isNarrow ? NARROW_ROW : ROW);
    },
  }));
  useEffect(() => {
    const at = events.findIndex((one) => one.id === opened);
    if (at >= 0) {
      setActive((before) => ({ ...before, row: at }));
    }
  }, [opened, events]);

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
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(1),
      ArrowUp: () => go(-1),
      PageDown: () => go(20),
      PageUp: () => go(-20),
      Home: () => go(-events.length),
      End: () => go(events.length),
      ArrowRight: () => setActive({ ...active, cell: Math.min(shownColumns.length, active.cell + 1) }),
      ArrowLeft: () => setActive({ ...active, cell: Math.max(0, active.cell - 1) }),
      Enter: () => {
        const value = scroller.current?.querySelector<HTMLElement>(`#row-${active.row} [data-cell="${active.cell}"] .v`);
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
  const tracks = ['14px', '28px', ...shownColumns.map((one) => one.width)].join(' ');
  const day = sticky(items, drawn[0]?.index ?? 0, scroller.current?.scrollTop ?? 0, virtual);
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
      aria-activedescendant={`row-${active.row}`}
      style={{ '--cols': tracks } as React.CSSProperties}
      onKeyDown={keyed}
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
          const style = { transform: `translateY(${one.start}px)`, height: one.size };
          if (item.is === 'day') {
            return (
              <div key={one.key} className="day" role="row" style={style}>
                <span role="gridcell">{longDay(item.millis, zone)}</span>
              </div>
            );
          }
          if (item.is === 'seal') {
            return <SealLine key={one.key} style={style} heads={heads} />;
          }
          const { event, index } = item;
          const isOpen = event.id === opened;
          return (
            <div
              key={one.key}
              id={`row-${index}`}
              className="r"
              role="row"
              aria-rowindex={index + 2}
              aria-selected={isOpen || selected.has(event.id ?? '')}
              data-open={isOpen || undefined}
              data-active={index === active.row || undefined}
              data-new={index < liveCount || undefined}
              data-id={event.id}
              style={style}
              onClick={() => open(event)}
            >
              <Rail event={event} heads={heads} />
              <span className="pick" role="gridcell">
                <input
                  type="checkbox"
                  className="tick"
                  tabIndex={-1}
                  aria-label={t('rows.pick', { event: sentenceText(event) })}
                  checked={selected.has(event.id ?? '')}
                  onClick={(click) => click.stopPropagation()}
                  onChange={(click) => toggle(event, index, (click.nativeEvent as MouseEvent).shiftKey)}
                />
              </span>
              {shownColumns.map((one, cell) => (
                <Cell
                  key={one.id}
                  column={one}
                  event={event}
                  zone={zone}
                  cell={cell + 1}
                  isActive={index === active.row && cell + 1 === active.cell}
                  open={() => open(event)}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyOf(item: Item | undefined, index: number): string {
  return item?.is === 'event' ? (item.event.id ?? String(index)) : item?.is === 'day' ? `day-${item.millis}` : 'seal';
}

/** Rows with the lines between them: a day begins, and everything below is sealed. */
function useItems(events: AuditEvent[], order: Order, zone: string, heads: HeadsState): Item[] {
  const { sealed, isKnown } = heads;
  return useMemo(() => {
    const items: Item[] = [];
    const border = isKnown && sealed > 0 && order === 'newest' ? sealBorder(events, sealed) : -1;
    let day = '';
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
    events.forEach((event, index) => {
      const millis = Date.parse(event.time ?? '');
      const own = Number.isNaN(millis) || order === 'received' ? day : format.format(millis);
      if (day && own !== day) {
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

/** The row from which on all that is loaded is sealed, if nothing sealed is above it; else -1. */
export function sealBorder(events: AuditEvent[], sealed: number): number {
  const first = events.findIndex((event) => (event.sequence ?? Infinity) < sealed);
  return first >= 0 && events.slice(first).every((event) => (event.sequence ?? Infinity) < sealed) ? first : -1;
}

function Rail({ event, heads }: { event: AuditEvent; heads: HeadsState }) {
  const isSealed = (event.sequence ?? Infinity) < heads.sealed;
  return (
    <span className={'rail' + (isSealed ? '' : ' open')} role="gridcell">
      <span className="sr">{t(isSealed ? 'seal.sealed' : 'seal.kept')}</span>
    </span>
  );
}

function SealLine({ heads, style }: { heads: HeadsState; style: React.CSSProperties }) {
  const { organization } = useScope();
  return (
    <div className="seal" role="row" style={style}>
      <span className="knot" aria-hidden="true">
        <svg viewBox="0 0 14 14" fill="var(--surface)" stroke="currentColor" strokeWidth="2.5">
          <circle cx="7" cy="7" r="4.5" />
        </svg>
      </span>
      <span className="cut" role="gridcell">
        {t(heads.isWitnessed ? 'seal.witnessed' : 'seal.published', { count: heads.sealed })}
      </span>
      <span role="gridcell">
        <Link href={`/o/${encodeURIComponent(organization)}/proof`} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {t('page.proof')}
        </Link>
      </span>
    </div>
  );
}

function Head({ columns, order, change, events, selected, select }: {
  columns: Column[];
  order: Order;
  change: Change;
  events: AuditEvent[];
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
}) {
  const isAll = events.length > 0 && selected.size >= events.length;
  return (
    <div className="r th" role="row" aria-rowindex={1}>
      <span className="rail-gap" role="presentation" />
      <span className="pick" role="columnheader">
        <input
          type="checkbox"
          className="tick"
          aria-label={t('rows.pickAll', { count: number(events.length) })}
          checked={isAll}
          onChange={() => select(isAll ? new Set() : new Set(events.map((one) => one.id ?? '')))}
        />
      </span>
      {columns.map((one, index) => {
        const isTime = one.id === 'time';
        return (
          <span
            key={one.id}
            role="columnheader"
            className={isTime ? 't' : undefined}
            aria-sort={isTime && order !== 'received' ? (order === 'newest' ? 'descending' : 'ascending') : undefined}
          >
            {isTime ? (
              <button
                type="button"
                className="sort"
                title={t('rows.sort')}
                onClick={() => change({ order: order === 'newest' ? 'oldest' : 'newest' })}
              >
                {one.name}
                <Icon of={order === 'oldest' ? IconArrowUp : IconArrowDown} small />
              </button>
            ) : (
              one.name
            )}
            {index === columns.length - 1 && <ColumnMenu columns={columns} order={order} change={change} />}
          </span>
        );
      })}
    </div>
  );
}

function ColumnMenu({ columns, order, change }: { columns: Column[]; order: Order; change: Change }) {
  const ids = columns.map((one) => one.id);
  const [path, setPath] = useState('');
  const toggle = (id: string) =>
    change({ columns: ids.includes(id) ? (ids.length > 1 ? ids.filter((one) => one !== id) : ids) : [...ids, id] }, { replace: true });
  const move = (id: string, by: number) => {
    const at = ids.indexOf(id);
    const next = ids.filter((one) => one !== id);
    next.splice(Math.max(0, at + by), 0, id);
    change({ columns: next }, { replace: true });
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={260}>
      <Menu.Target>
        <button type="button" className="b plain small icon columns" aria-label={t('rows.columns')} title={t('rows.columns')}>
          <Icon of={IconColumns} small />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="column-menu">
        <Menu.Label>{t('rows.columns.hint')}</Menu.Label>
        {[...ids, ...[...DEFAULT_COLUMNS, ...MORE_COLUMNS].filter((id) => !ids.includes(id))].map((id) => (
          <Menu.Item
            key={id}
            role="menuitemcheckbox"
            aria-checked={ids.includes(id)}
            leftSection={ids.includes(id) ? <Icon of={IconCheck} /> : <span className="i" />}
            onClick={() => toggle(id)}
            onKeyDown={(event) => {
              if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
                event.preventDefault();
                move(id, event.key === 'ArrowUp' ? -1 : 1);
              }
            }}
          >
            {column(id).name}
          </Menu.Item>
        ))}
        <div className="column-path">
          <input
            aria-label={t('rows.columns.path')}
            placeholder="detail.labels.team"
            value={path}
            onChange={(event) => setPath(event.target.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' && /^[\w.-]+$/.test(path.trim())) {
                toggle(path.trim());
                setPath('');
              }
            }}
          />
        </div>
        <Menu.Divider />
        {(['newest', 'oldest', 'received'] as const).map((one) => (
          <Menu.Item
            key={one}
            role="menuitemradio"
            aria-checked={one === order}
            leftSection={one === order ? <Icon of={IconCheck} /> : <span className="i" />}
            onClick={() => change({ order: one })}
          >
            {t(`order.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** First and last event that can be seen, from 1. */
function visible(items: Item[], drawn: number[], scroller: HTMLElement | null, row: number): [number, number] {
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

/** The day of what is at the top, once its own line is scrolled away. */
function sticky(items: Item[], first: number, scrolled: number, virtual: { getTotalSize(): number }): number | null {
  if (scrolled < 1 || virtual.getTotalSize() === 0) {
    return null;
  }
  for (let index = Math.min(items.length - 1, first + Math.floor(0)); index >= 0; index--) {
    const item = items[index];
    if (item?.is === 'day') {
      return item.millis;
    }
  }
  return null;
}
