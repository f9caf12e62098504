import { useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { Stats } from '../api/client';
import { locale, t } from '../i18n';
import { hourMinute } from '../time';
import { useNarrow } from '../ui/narrow';

const CELL = 20;
const GAP = 2;
const LEFT = 34;
/** Room for the names of days above. */
const TOP = 18;

/** Where there is no room for 24 hours beside each other they are below each other. */
const ROOM_PIXELS = 560;
const TALL_CELL = { width: 32, height: 24 };

/** Hours by weekday of the last seven days; a cell opens its hour. */
export function Heat({ stats, toMillis, zone, to }: {
  stats: Stats;
  toMillis: number;
  zone: string;
  to: (q: string, range?: { from: string; to: string }) => string;
}) {
  const [, navigate] = useLocation();
  const isTall = useNarrow(ROOM_PIXELS);
  const counts = new Map((stats.histogram ?? []).map((bar) => [Date.parse(bar.time ?? ''), bar]));
  const lastHour = Math.floor(toMillis / 3_600_000) * 3_600_000;
  const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const weekday = new Intl.DateTimeFormat(locale(), { timeZone: zone, weekday: 'short' });
  const cells = Array.from({ length: 7 * 24 }, (_, index) => {
    const millis = lastHour - (7 * 24 - 1 - index) * 3_600_000;
    return { millis, day: dayOf.format(millis), weekday: weekday.format(millis), hour: Number(hourOf.format(millis)), bar: counts.get(millis) };
  });
  const days = [...new Set(cells.map((cell) => cell.day))];
  const most = Math.max(1, ...cells.map((cell) => cell.bar?.count ?? 0));
  const [at, setAt] = useState(cells.length - 1);
  const svg = useRef<SVGSVGElement>(null);
  const move = (event: KeyboardEvent, open: () => void) => {
    const keys: Record<string, number> = isTall ? { ArrowDown: 1, ArrowUp: -1, ArrowRight: 24, ArrowLeft: -24 } : { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 };
    const by = keys[event.key];
    const next = at + (by ?? 0);
    if (by !== undefined && next >= 0 && next < cells.length) {
      event.preventDefault();
      setAt(next);
      svg.current?.querySelectorAll<SVGElement>('.cell')[next]?.focus();
    } else if (event.key === 'Enter') {
      open();
    }
  };
  const { width, height } = isTall ? TALL_CELL : { width: CELL, height: CELL };
  const place = (day: number, hour: number) => (isTall ? { x: LEFT + day * (width + GAP), y: TOP + hour * (height + GAP) } : { x: LEFT + hour * (width + GAP), y: day * (height + GAP) });
  const size = isTall ? [LEFT + days.length * (width + GAP), TOP + 24 * (height + GAP)] : [LEFT + 24 * (CELL + GAP), days.length * (CELL + GAP) + 16];
  return (
    <div className="heat">
      <svg ref={svg} viewBox={`0 0 ${size.join(' ')}`} role="group" aria-label={t('overview.hours')}>
        {days.map((day, row) => (
          <text key={day} x={isTall ? place(row, 0).x : 0} y={isTall ? TOP - 6 : row * (CELL + GAP) + 14}>
            {cells.find((cell) => cell.day === day)?.weekday}
          </text>
        ))}
        {cells.map((cell, index) => {
          const count = cell.bar?.count ?? 0;
          const bad = (cell.bar?.split?.['failure'] ?? 0) + (cell.bar?.split?.['denied'] ?? 0);
          const isBad = bad >= 10 && bad > count / 2;
          const name = t(isBad ? 'overview.cell.bad' : 'overview.cell', { day: cell.weekday, time: hourMinute(cell.millis, zone), count, bad });
          const range = { from: new Date(cell.millis).toISOString(), to: new Date(cell.millis + 3_600_000).toISOString() };
          return (
            <rect
              key={cell.millis}
              {...place(days.indexOf(cell.day), cell.hour)}
              width={width}
              height={height}
              rx="3"
              className="cell"
              role="link"
              aria-label={name}
              tabIndex={index === at ? 0 : -1}
              onFocus={() => setAt(index)}
              onKeyDown={(event) => move(event, () => navigate(to('', range)))}
              fill={isBad ? 'var(--bar-bad)' : count === 0 ? 'var(--sunken)' : 'var(--bar-3)'}
              fillOpacity={isBad || count === 0 ? 1 : 0.14 + 0.86 * (count / most)}
              onClick={() => navigate(to('', range))}
            >
              <title>{name}</title>
            </rect>
          );
        })}
        {[0, 4, 8, 12, 16, 20].map((hour) => (
          <text key={hour} x={isTall ? 0 : place(0, hour).x} y={isTall ? place(0, hour).y + 14 : days.length * (CELL + GAP) + 12}>
            {String(hour).padStart(2, '0')}
          </text>
        ))}
      </svg>
    </div>
  );
}
