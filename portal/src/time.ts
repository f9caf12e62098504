import { usePreference } from './prefs';
import { locale } from './i18n';
import { said } from './i18n/fill';
import { browserZone, zoneName } from './zones';

/** The chosen zone: an IANA name; UTC until chosen. */
export function useZone(): [string, (zone: string) => void] {
  const [zone, choose] = usePreference('zone', 'UTC');
  return [zone === 'browser' ? browserZone() : zone, choose];
}

export { browserZone, zoneName };

/** By what is asked for, then by language and zone: making one takes longer than using it. */
const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const same = formats.get(options) ?? new Map<string, Intl.DateTimeFormat>();
  formats.set(options, same);
  const key = locale() + zone;
  const made = same.get(key) ?? new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone });
  same.set(key, made);
  return made;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' } as const;
const HOUR_MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const YEAR = { year: 'numeric' } as const;
const AHEAD = { timeZoneName: 'shortOffset' } as const;
const SHORT_DAY = { day: 'numeric', month: 'short' } as const;
const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;

/** `16:07:05.500` */
export function clock(millis: number, zone: string): string {
  if (zone === 'UTC') {
    return new Date(millis).toISOString().slice(11, 23);
  }
  const parts = format(zone, CLOCK).formatToParts(millis);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('hour')}:${part('minute')}:${part('second')}.${part('fractionalSecond')}`;
}

/** `16:07` */
export function hourMinute(millis: number, zone: string): string {
  return format(zone, HOUR_MINUTE).format(millis);
}

/** `17 Sep 2026` */
export function day(millis: number, zone: string): string {
  return format(zone, DAY).format(millis);
}

/** `17 Sep` */
export function shortDay(millis: number, zone: string): string {
  return format(zone, SHORT_DAY).format(millis);
}

/** `Thu, 17 September 2026` */
export function longDay(millis: number, zone: string): string {
  return format(zone, LONG_DAY).format(millis);
}

/** `17 Sep 2026, 16:07:05.500 UTC`; where the clock of a zone reads so twice, with what it was ahead: `25 Oct 2026, 02:30:00.000 Berlin, UTC+2` */
export function full(millis: number, zone: string): string {
  return `${day(millis, zone)}, ${clock(millis, zone)} ${zoneName(zone)}${isTwice(millis, zone) ? `, ${ahead(millis, zone)}` : ''}`;
}

/** Clocks are turned back by an hour, on Lord Howe by half of one. */
const TURNED_BACK = [-3_600_000, -1_800_000, 1_800_000, 3_600_000];

function isTwice(millis: number, zone: string): boolean {
  const reads = hourMinute(millis, zone);
  return zone !== 'UTC' && TURNED_BACK.some((by) => hourMinute(millis + by, zone) === reads);
}

function ahead(millis: number, zone: string): string {
  const name = format(zone, AHEAD).formatToParts(millis).find((part) => part.type === 'timeZoneName');
  return (name?.value ?? '').replace('GMT', 'UTC');
}

/** `17 Sep 16:15`, of another year than this one `17 Sep 2020 16:15` */
export function minute(millis: number, zone: string, nowMillis = Date.now()): string {
  const isThisYear = format(zone, YEAR).format(millis) === format(zone, YEAR).format(nowMillis);
  return `${isThisYear ? shortDay(millis, zone) : day(millis, zone)} ${hourMinute(millis, zone)}`;
}

/** `16:07 – 16:15`, with the days where there are two. */
export function between(fromMillis: number, toMillis: number, zone: string): string {
  const said = day(fromMillis, zone) === day(toMillis, zone) ? hourMinute : minute;
  return `${said(fromMillis, zone)} – ${said(toMillis, zone)}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1],
];

/** `4 min ago` */
export function ago(millis: number, nowMillis: number): string {
  const seconds = Math.round((nowMillis - millis) / 1000);
  const [unit, size] = STEPS.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'short' }).format(
    -Math.trunc(seconds / size), unit,
  );
}

/** `22 s`, `4 min 26 s`, `3 h 5 min`: two units at most. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [first, second] = whole < 60 ? [`${whole} s`] : whole < 3600 ? [`${Math.floor(whole / 60)} min`, `${whole % 60} s`] : [`${number(Math.floor(whole / 3600))} h`, `${Math.floor((whole % 3600) / 60)} min`];
  return second === undefined || second.startsWith('0 ') ? (first ?? '') : `${first ?? ''} ${second}`;
}

export function number(value: number): string {
  return said(value, locale());
}

/** KiB and MiB, one decimal. */
export function bytes(value: number): string {
  const one = (size: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value / size);
  return value < 1024 ? `${value} B` : value < 1 << 20 ? `${one(1024)} KiB` : value < 1 << 30 ? `${one(1 << 20)} MiB`
    : `${one(1 << 30)} GiB`;
}
