import { Popover } from '@mantine/core';
import { useState } from 'react';
import { IconCalendar, IconCheck, IconChevronDown } from '../icons';
import { t } from '../i18n';
import { usePreference } from '../prefs';
import { instant, rangeFault, relative, RELATIVE_RANGES, type Range } from '../query/range';
import { browserZone, minute, useZone, zoneName } from '../time';
import { copy } from '../ui/copy';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';

/** A range in words: "Last 24 hours" or its two ends. */
export function rangeText(range: Range, zone: string): string {
  if (rangeFault(range, Date.now())?.is === 'unread') {
    return t('range.title');
  }
  const ago = range.to === '' ? relative(range.from) : null;
  if (ago) {
    return t(`range.last.${ago.unit}`, { count: ago.count });
  }
  const end = (bound: string) => {
    const millis = instant(bound, Date.now());
    return millis === null ? t('range.now') : minute(millis, zone);
  };
  return t('range.between', { from: end(range.from), to: end(range.to) });
}

/** The range button: relative choices, two instants, the zone they are read in. */
export function RangePicker({ range, change }: { range: Range; change: (range: Range) => void }) {
  const [opened, setOpened] = useState(false);
  const [zone] = useZone();
  useKeys({ t: () => setOpened(true) });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={420} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="b range" title={`${t('range.title')}, T`} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <Icon of={IconCalendar} />
          <span className="cut">{rangeText(range, zone)}</span>
          <span className="mute">{zoneName(zone)}</span>
          <Icon of={IconChevronDown} small />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 16px)">
        <Choices
          range={range}
          take={(next) => {
            change(next);
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ range, take }: { range: Range; take: (range: Range) => void }) {
  const [zone] = useZone();
  const [said, choose] = usePreference('zone', 'UTC');
  const nowMillis = Date.now();
  const [begun, setFrom] = useState<End>(() => ({ millis: instant(range.from, nowMillis) ?? nowMillis - 86_400_000 }));
  const [ended, setTo] = useState<End>(() => ({ millis: instant(range.to, nowMillis) ?? nowMillis }));
  const [from, fromMillis] = shownAs(begun, zone);
  const [to, toMillis] = shownAs(ended, zone);
  const fault = fromMillis === null || toMillis === null ? t('range.unread') : fromMillis >= toMillis ? t('range.order') : '';
  return (
    <div className="range-panel">
      <ul className="tree" aria-label={t('range.title')}>
        {RELATIVE_RANGES.map((one) => {
          const isNow = range.from === one && range.to === '';
          return (
            <li key={one}>
              <button type="button" aria-current={isNow || undefined} data-autofocus={isNow || undefined} onClick={() => take({ from: one, to: '' })}>
                <span className="grow">{rangeText({ from: one, to: '' }, zone)}</span>
                {isNow && <Icon of={IconCheck} className="accent" />}
              </button>
            </li>
          );
        })}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault && fromMillis !== null && toMillis !== null) {
            take({ from: new Date(fromMillis).toISOString(), to: new Date(toMillis).toISOString() });
          }
        }}
      >
        <label className="pair">
          <span>{t('range.from')}</span>
          <input className="mono text" value={from} onChange={(event) => setFrom({ text: event.target.value })} aria-invalid={fromMillis === null} />
        </label>
        <label className="pair">
          <span>{t('range.to')}</span>
          <input className="mono text" value={to} onChange={(event) => setTo({ text: event.target.value })} aria-invalid={toMillis === null} />
        </label>
        <p className={fault ? 'bad' : 'mute'}>{fault || t('range.form')}</p>
        <label className="pair">
          <span>{t('range.zone')}</span>
          <select className="text" value={said} onChange={(event) => choose(event.target.value)}>
            <option value="UTC">UTC</option>
            <option value="browser">{t('range.browser', { zone: zoneName(browserZone()) })}</option>
            {Intl.supportedValuesOf('timeZone').map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <div className="acts">
          <button type="button" className="b small" onClick={() => void copy(fixedLink(range))}>
            {t('range.copyFixed')}
          </button>
          <button type="submit" className="b small main" disabled={fault !== ''}>
            {t('range.apply')}
          </button>
        </div>
      </form>
    </div>
  );
}

/** An end of the range: the instant it had, or what was typed instead. */
export type End = { millis: number } | { text: string };

/** How an end reads in a zone, and when it is. One that nobody typed stays what it is, in any zone, also where a clock reads so twice. */
export function shownAs(end: End, zone: string): [text: string, millis: number | null] {
  return 'text' in end ? [end.text, millisOf(end.text, zone)] : [field(end.millis, zone), end.millis];
}

/** The address of this page with the two instants instead of "last 24 hours". */
function fixedLink(range: Range): string {
  const nowMillis = Date.now();
  const link = new URL(window.location.href);
  link.searchParams.set('from', new Date(instant(range.from, nowMillis) ?? 0).toISOString());
  link.searchParams.set('to', new Date(instant(range.to, nowMillis) ?? nowMillis).toISOString());
  return link.href;
}

/** `2026-09-17 16:07:05` in a zone. */
export function field(millis: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(millis);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/** The instant that reads so in a zone; null if there is no such date or time. Where a clock is turned back, the later one. */
export function millisOf(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text.trim());
  if (!match) {
    return null;
  }
  const [, year, month, dayOfMonth, hour = '0', minutes = '0', seconds = '0'] = match;
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth), Number(hour), Number(minutes), Number(seconds));
  if (field(asUtc, 'UTC') !== `${year}-${month}-${dayOfMonth} ${pad(hour)}:${pad(minutes)}:${pad(seconds)}`) {
    return null;
  }
  // The offset of a zone depends on the instant; two rounds settle it.
  let millis = asUtc;
  for (let round = 0; round < 2; round++) {
    const shown = Date.parse(field(millis, zone).replace(' ', 'T') + 'Z');
    millis += asUtc - shown;
  }
  return millis;
}

function pad(text: string): string {
  return text.padStart(2, '0');
}
