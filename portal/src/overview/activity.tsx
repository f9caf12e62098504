import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Stats } from '../api/client';
import { bars, ceiling, isSurprising, STACK } from '../events/bars';
import type { Question } from '../events/data';
import { word } from '../events/words';
import { t, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { minute, number, useZone } from '../time';
import type { Split } from './data';

const OUTCOMES = ['var(--bar)', 'var(--bar-bad)', 'var(--bar-warn)', 'var(--bar-none)'];
const OTHERS = ['var(--bar)', 'var(--bar-2)', 'var(--bar-3)', 'var(--accent-fill)', 'var(--bar-none)', 'var(--control)', 'var(--mute)', 'var(--dim)'];

/** Activity over time; a bar opens its events. One mark on what stands out. */
export function Activity({ stats, question, split, seconds, to, children }: {
  stats: Stats;
  question: Question;
  split: Split;
  seconds: number;
  to: (q: string, range?: { from: string; to: string }) => string;
  /** What stands before the legend. */
  children: ReactNode;
}) {
  const [zone] = useZone();
  const [, navigate] = useLocation();
  const names = useMemo(
    () => (split === 'outcome' ? [...STACK] : [...new Set((stats.histogram ?? []).flatMap((bar) => Object.keys(bar.split ?? {})))]),
    [stats, split],
  );
  const colours = split === 'outcome' ? OUTCOMES : OTHERS;
  const all = useMemo(() => bars(stats, question.fromMillis, question.toMillis, seconds, names), [stats, question, seconds, names]);
  const most = ceiling(Math.max(1, ...all.map((bar) => bar.total)));
  const remark = split === 'outcome' ? remarkable(all) : null;
  const [at, setAt] = useState<number | null>(null);
  const chosen = at === null ? undefined : all[at];
  const rangeOf = (fromMillis: number) => ({ from: new Date(fromMillis).toISOString(), to: new Date(fromMillis + seconds * 1000).toISOString() });
  const open = (index: number) => {
    const bar = all[index];
    if (bar) {
      navigate(to('', rangeOf(bar.fromMillis)));
    }
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -all.length, End: all.length }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(all.length - 1, (at ?? (by > 0 ? -1 : all.length)) + by)));
    } else if (event.key === 'Enter' && at !== null) {
      open(at);
    }
  };
  return (
    <>
      <div className="bar">
        {children}
        <div className="legend">
          {names.map((name, part) => (
            <Link key={name} className="key" href={to(fieldTerm(split, name))}>
              <i style={{ background: colours[part % colours.length] }} />
              {word(split, name)}
            </Link>
          ))}
        </div>
      </div>
      <div className="big">
        {[1, 0.75, 0.5, 0.25].map((share) => (
          <span key={share} className="y" style={{ top: 28 + 176 * (1 - share) - 6 }}>
            {number(most * share)}
          </span>
        ))}
        <div className="plot" role="group" tabIndex={0} aria-label={t('overview.bars')} aria-describedby="bar-chosen" onKeyDown={move} onBlur={() => setAt(null)} onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          open(Math.floor(((event.clientX - box.left) / box.width) * all.length));
        }}>
          {[1, 0.75, 0.5, 0.25].map((share) => (
            <span key={share} className="gridline" style={{ top: `${(1 - share) * 100}%` }} />
          ))}
          <div className="grid" />
          <svg viewBox={`0 0 ${all.length * 10} 176`} preserveAspectRatio="none" aria-hidden="true">
            {names.map((name, part) => (
              <path
                key={name}
                fill={colours[part % colours.length]}
                d={all
                  .map((bar, index) => {
                    const count = bar.parts[part] ?? 0;
                    const below = bar.parts.slice(0, part).reduce((sum, one) => sum + one, 0);
                    return count === 0 ? '' : `M${index * 10 + 1} ${176 - (below / most) * 176}h8v${-Math.max(1, (count / most) * 176)}h-8z`;
                  })
                  .join('')}
              />
            ))}
          </svg>
          {chosen && at !== null && <span className="bar-at" style={{ left: `${(at / all.length) * 100}%`, width: `${100 / all.length}%` }} />}
          {remark && (
            <span className={`note-mark ${remark.name}`} style={{ left: `${((remark.index + 0.5) / all.length) * 100}%` }} data-flip={remark.index > all.length / 2 || undefined}>
              <Link href={to(fieldTerm('outcome', remark.name), rangeOf(all[remark.index]?.fromMillis ?? 0))} onClick={(event) => event.stopPropagation()}>{t('overview.mark', { time: minute(all[remark.index]?.fromMillis ?? 0, zone), what: t(`outcome.count.${remark.name}` as MessageKey, { count: remark.count }) })}</Link>
            </span>
          )}
        </div>
        <div className="axis" aria-hidden="true">
          {[0, 1, 2, 3, 4, 5, 6].map((one) => (
            <span key={one}>{minute(question.fromMillis + ((question.toMillis - question.fromMillis) * one) / 6, zone)}</span>
          ))}
        </div>
      </div>
      <p className="sr" role="status" id="bar-chosen">
        {chosen ? t('overview.bar', { time: minute(chosen.fromMillis, zone), count: chosen.total }) : ''}
      </p>
      <div className="sr">
      <table>
        <caption>{t('overview.activity')}</caption>
        <tbody>
          {all.filter((bar) => bar.total > 0).map((bar) => (
            <tr key={bar.fromMillis}>
              <th>{minute(bar.fromMillis, zone)}</th>
              {bar.parts.map((count, part) => (
                <td key={names[part]}>{word(split, names[part] ?? '')}: {count}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </>
  );
}

const NEIGHBOURS = 12;
const MARKED_MIN = 10;

/** The bar with the most failures or refusals that chance does not make of what its neighbours have. */
export function remarkable(all: { parts: number[] }[]): { index: number; name: string; count: number } | null {
  let found: { index: number; name: string; count: number } | null = null;
  for (const [part, name] of [[1, 'failure'], [2, 'denied']] as const) {
    const counts = all.map((bar) => bar.parts[part] ?? 0);
    counts.forEach((count, index) => {
      const near = counts.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1);
      const expected = (near.reduce((sum, one) => sum + one, 0) - count) / Math.max(1, near.length - 1);
      if (near.length > 1 && isSurprising(count, expected, MARKED_MIN) && count > (found?.count ?? 0)) {
        found = { index, name, count };
      }
    });
  }
  return found;
}
