import type { Stats } from '../api/client';

/* The bars of a chart from the counts of the server, which begin at the first event and end at the last. */

export interface Bar {
  fromMillis: number;
  total: number;
  /** In the order of [[STACK]] for outcomes, else as the server sorted them. */
  parts: number[];
}

/** Bottom to top: the rule first, then what deviates. */
export const STACK = ['success', 'failure', 'denied', 'unknown'] as const;

/** All bars of a range, the empty ones too. */
export function bars(stats: Stats, fromMillis: number, toMillis: number, seconds: number, names: readonly string[]): Bar[] {
  const width = seconds * 1000;
  const first = Math.floor(fromMillis / width) * width;
  const count = Math.min(400, Math.max(1, Math.ceil((toMillis - first) / width)));
  const made: Bar[] = Array.from({ length: count }, (_, index) => ({
    fromMillis: first + index * width,
    total: 0,
    parts: names.map(() => 0),
  }));
  stats.histogram?.forEach((one) => {
    const bar = made[Math.floor((Date.parse(one.time ?? '') - first) / width)];
    if (bar) {
      bar.total += one.count ?? 0;
      names.forEach((name, part) => {
        bar.parts[part] = (bar.parts[part] ?? 0) + (one.split?.[name] ?? 0);
      });
    }
  });
  return made;
}

/** Less is no matter, however rare. */
const FEW = 5;

/**
 * Whether so many are more than chance makes of what is usual: counts scatter by the root of what is expected of them
 * (Poisson), and four times that is exceeded by chance once in some ten thousand.
 */
export function isSurprising(count: number, expected: number, least = FEW): boolean {
  return count >= least && count > expected + 4 * Math.sqrt(expected);
}

/** What is surprisingly frequent in a range, measured by the bars outside of it; null where nothing is, or nothing is outside. */
export function standsOut(all: Bar[], from: number, to: number, names: readonly string[]): { name: string; count: number } | null {
  const others = all.length - (to - from + 1);
  let found: { name: string; count: number } | null = null;
  names.forEach((name, part) => {
    const sum = (bars: Bar[]) => bars.reduce((total, bar) => total + (bar.parts[part] ?? 0), 0);
    const count = sum(all.slice(from, to + 1));
    const expected = ((sum(all) - count) / others) * (to - from + 1);
    if (name !== 'success' && others > 0 && isSurprising(count, expected) && count > (found?.count ?? 0)) {
      found = { name, count };
    }
  });
  return found;
}

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** A round number at or above, for an axis of four parts: events are whole, and so are the numbers beside the lines. */
export function ceiling(value: number): number {
  const quarter = Math.max(1, value / 4);
  const power = 10 ** Math.floor(Math.log10(quarter));
  const step = STEPS.map((one) => one * power).find((one) => one >= quarter && Number.isInteger(one)) ?? 10 * power;
  return step * 4;
}
