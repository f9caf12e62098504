/* Time ranges as the address keeps them: relative ones stay relative (`-24h`), absolute ones are instants, or dates and times of UTC. */

const UNIT_MILLIS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const RELATIVE = /^-(\d{1,5})([mhd])$/;
const ABSOLUTE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

export interface Range {
  from: string;
  to: string;
}

export const RELATIVE_RANGES = ['-15m', '-1h', '-6h', '-24h', '-7d', '-30d', '-90d'] as const;
export const DEFAULT_FROM = '-7d';

/** Count and unit of a relative bound, or null. */
export function relative(bound: string): { count: number; unit: 'm' | 'h' | 'd' } | null {
  const match = RELATIVE.exec(bound);
  return match ? { count: Number(match[1]), unit: match[2] as 'm' | 'h' | 'd' } : null;
}

/** An absolute bound as RFC 3339 has it, or null. What is left out of a time is zero, and the zone UTC, as in searches. */
function timestamp(bound: string): string | null {
  const match = ABSOLUTE.exec(bound);
  const text = match && `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}${match[4] ?? 'Z'}`;
  return text === null || Number.isNaN(Date.parse(text)) ? null : text;
}

/** The instant of a bound, or null where there is none. */
export function instant(bound: string, nowMillis: number): number | null {
  const ago = relative(bound);
  if (ago) {
    return nowMillis - ago.count * (UNIT_MILLIS[ago.unit] ?? 0);
  }
  const text = timestamp(bound);
  return text === null ? null : Date.parse(text);
}

/** Why a range has no time in it: a bound that is none, a beginning that is still to come, or an end before it. */
export type RangeFault = { is: 'unread'; bound: string } | { is: 'future'; fromMillis: number } | { is: 'reversed' };

/** What is wrong with the range of an address, if anything is. */
export function rangeFault({ from, to }: Range, nowMillis: number): RangeFault | null {
  const bound = [from, to].find((one) => one !== '' && instant(one, 0) === null);
  if (bound !== undefined) {
    return { is: 'unread', bound };
  }
  const fromMillis = instant(from, nowMillis);
  const toMillis = instant(to, nowMillis);
  if (fromMillis === null || fromMillis < (toMillis ?? nowMillis)) {
    return null;
  }
  return toMillis === null ? (fromMillis > nowMillis ? { is: 'future', fromMillis } : null) : { is: 'reversed' };
}

/** The range as the API takes it. Relative bounds count from the whole minute, so that the same question is the same. */
export function asked(range: Range, nowMillis: number): { from: string | undefined; to: string | undefined } {
  const minute = Math.floor(nowMillis / 60_000) * 60_000;
  const bound = (text: string) => (relative(text) ? new Date(instant(text, minute) ?? minute).toISOString() : (timestamp(text) ?? undefined));
  return { from: bound(range.from), to: bound(range.to) };
}

const WIDTHS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000,
  // Whoever looks at everything looks at centuries: 90 days, a year, three, ten.
  7776000, 31536000, 94608000, 315360000,
];

/** Width of a bar in seconds, so that the range has at most 120 bars and not less than it can. */
export function barSeconds(fromMillis: number, toMillis: number): number {
  const seconds = Math.max(1, (toMillis - fromMillis) / 1000);
  return WIDTHS_SECONDS.find((width) => seconds / width <= 120) ?? 315360000;
}

/** A width as the API takes it. */
export function intervalText(seconds: number): string {
  return seconds % 86400 === 0 ? `${seconds / 86400}d` : seconds % 3600 === 0 ? `${seconds / 3600}h`
    : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
