import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Stats } from '../api/client';
import { t, type MessageKey } from '../i18n';
import { between, hourMinute, minute, number, useZone } from '../time';
import { bars, STACK, standsOut } from './bars';
import type { Question } from './data';
import { outcomeWord } from './icons';
import type { Change, Search } from './search';

const COLOURS = ['var(--bar)', 'var(--bar-bad)', 'var(--bar-warn)', 'var(--bar-none)'];

type Brush = { from: number; to: number } | null;

/** Events over time by outcome. Drag for a part of it, click a bar to go in, Backspace to come out. */
export function Histogram({ search, change, question, stats, seconds, retry }: {
  search: Search;
  change: Change;
  question: Question;
  stats: Stats | undefined;
  seconds: number;
  /** Where the counts could not be fetched. */
  retry: (() => void) | undefined;
}) {
  const [zone] = useZone();
  const [brush, setBrush] = useState<Brush>(null);
  const { trail } = search;
  const plot = useRef<HTMLDivElement>(null);
  const dragged = useRef<{ start: number; moved: boolean } | null>(null);
  const { fromMillis, toMillis } = question;
  const all = useMemo(
    () => (stats ? bars(stats, fromMillis, toMillis, seconds, STACK) : []),
    [stats, fromMillis, toMillis, seconds],
  );
  const most = Math.max(1, ...all.map((bar) => bar.total));
  const width = seconds * 1000;
  const ends = (one: { from: number; to: number }): [number, number] => [
    (all[one.from]?.fromMillis ?? fromMillis),
    (all[one.to]?.fromMillis ?? toMillis) + width,
  ];
  const at = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    return box ? Math.min(all.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * all.length))) : 0;
  };
  const zoom = (one: { from: number; to: number }) => {
    const [from, to] = ends(one);
    setBrush(null);
    change({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), trail: [...trail, { from: search.from, to: search.to }] });
  };
  const up = () => {
    const last = trail.at(-1);
    if (last) {
      change({ ...last, trail: trail.slice(0, -1) });
    }
  };
  const keyed = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 10 : 1;
    const now = brush ?? { from: Math.max(0, all.length - 1), to: Math.max(0, all.length - 1) };
    const clamp = (value: number) => Math.min(all.length - 1, Math.max(0, value));
    const acts: Record<string, () => void> = {
      ArrowLeft: () => setBrush({ from: clamp(now.from - by), to: event.altKey ? now.to : clamp(now.to - by) }),
      ArrowRight: () => setBrush({ from: event.altKey ? now.from : clamp(now.from + by), to: clamp(now.to + by) }),
      Enter: () => brush && zoom(brush),
      Backspace: up,
    };
    const act = event.key === 'Escape' && brush ? () => setBrush(null) : acts[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  const chosen = brush ? all.slice(brush.from, brush.to + 1) : [];
  const chosenCount = chosen.reduce((sum, bar) => sum + bar.total, 0);
  const remarkable = brush ? standsOut(all, brush.from, brush.to, STACK) : null;
  const ticks = [0, 1, 2, 3, 4, 5, 6].map((one) => fromMillis + ((toMillis - fromMillis) * one) / 6);
  const isDays = toMillis - fromMillis > 2 * 86_400_000;
  return (
    <div className="hist">
      <div className="cap">
        <b className="num">{t('range.between', { from: minute(fromMillis, zone), to: minute(toMillis, zone) })}</b>
        {trail.length > 0 && (
          <button type="button" className="link" onClick={up} title="Backspace">
            {t('hist.back')}
          </button>
        )}
        {STACK.map((name, part) => (
          <span key={name} className="key">
            <i style={{ background: COLOURS[part] }} />
            {outcomeWord(name)}
          </span>
        ))}
        {retry && (
          <span role="alert">
            {t('hist.failed')}{' '}
            <button type="button" className="link" onClick={retry}>{t('action.again')}</button>
          </span>
        )}
        {!brush && <span className="mute not-narrow last">{t('hist.width', { width: widthText(seconds) })}</span>}
      </div>
      <div
        ref={plot}
        className="plot"
        role="slider"
        tabIndex={0}
        aria-label={t('hist.label')}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, all.length - 1)}
        aria-valuenow={brush?.from ?? 0}
        aria-valuetext={brush ? `${t('range.between', { from: minute(ends(brush)[0], zone), to: minute(ends(brush)[1], zone) })}: ${number(chosenCount)}` : t('hist.none')}
        onKeyDown={keyed}
        onPointerDown={(event) => {
          if (event.button === 0 && all.length > 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            dragged.current = { start: at(event), moved: false };
          }
        }}
        onPointerMove={(event) => {
          const drag = dragged.current;
          if (drag) {
            const here = at(event);
            drag.moved ||= here !== drag.start;
            if (drag.moved) {
              setBrush({ from: Math.min(drag.start, here), to: Math.max(drag.start, here) });
            }
          }
        }}
        onPointerUp={(event) => {
          const drag = dragged.current;
          dragged.current = null;
          if (drag && !drag.moved) {
            const here = at(event);
            const inBrush = brush && here >= brush.from && here <= brush.to;
            if (inBrush) {
              zoom(brush);
            } else if (all[here]?.total) {
              zoom({ from: here, to: here });
            } else {
              setBrush(null);
            }
          }
        }}
      >
        <div className="grid" />
        <svg viewBox={`0 0 ${all.length * 10} 60`} preserveAspectRatio="none" aria-hidden="true">
          {STACK.map((name, part) => (
            <path key={name} fill={COLOURS[part]} d={stackPath(all, part, most)} />
          ))}
        </svg>
        {brush && all.length > 0 && (
          <div
            className="brush"
            style={{ left: `${(brush.from / all.length) * 100}%`, width: `${((brush.to - brush.from + 1) / all.length) * 100}%` }}
          />
        )}
      </div>
      {brush && (
        <div className="pill">
          <span className="num">
            {between(...ends(brush), zone)},{' '}
            <b>{remarkable ? t(`outcome.count.${remarkable.name}` as MessageKey, { count: remarkable.count }) : t('hist.count', { count: chosenCount })}</b>
            <span className="mute">
              {remarkable ? ` ${t('hist.of', { count: chosenCount, percent: number(Math.round((remarkable.count / chosenCount) * 1000) / 10) })}` : chosen.length < all.length && t('hist.usual')}
            </span>
          </span>
          <button type="button" className="b small plain" onClick={() => zoom(brush)}>
            {t('hist.zoom')}
          </button>
        </div>
      )}
      <div className="axis" aria-hidden="true">
        {ticks.map((millis) => (
          <span key={millis}>{isDays ? minute(millis, zone) : hourMinute(millis, zone)}</span>
        ))}
      </div>
      <div className="sr">
      <table>
        <caption>{t('hist.label')}</caption>
        <thead>
          <tr>
            <th>{t('column.time')}</th>
            {STACK.map((name) => (
              <th key={name}>{outcomeWord(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all
            .filter((bar) => bar.total > 0)
            .map((bar) => (
              <tr key={bar.fromMillis}>
                <th>{minute(bar.fromMillis, zone)}</th>
                {bar.parts.map((count, part) => (
                  <td key={STACK[part]}>{count}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      </div>
    </div>
  );
}

function stackPath(all: { parts: number[] }[], part: number, most: number): string {
  return all
    .map((bar, index) => {
      const count = bar.parts[part] ?? 0;
      if (count === 0) {
        return '';
      }
      const below = bar.parts.slice(0, part).reduce((sum, one) => sum + one, 0);
      const height = Math.max(1.2, (count / most) * 58);
      const bottom = 60 - (below / most) * 58;
      return `M${index * 10 + 1} ${bottom}h8v${-height}h-8z`;
    })
    .join('');
}

export function widthText(seconds: number): string {
  const [unit, size] = seconds % 86400 === 0 ? (['d', 86400] as const) : seconds % 3600 === 0 ? (['h', 3600] as const)
    : seconds % 60 === 0 ? (['m', 60] as const) : (['s', 1] as const);
  return t(`unit.${unit}`, { count: seconds / size });
}
