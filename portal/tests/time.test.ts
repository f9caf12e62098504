import { expect, test } from 'vitest';
import { field, millisOf, shownAs } from '../src/events/range-picker';
import { between, full, minute, span } from '../src/time';
import { asked, barSeconds, instant, intervalText, rangeFault } from '../src/query/range';

test('relative bounds count from the whole minute of now, absolute ones stay as written', () => {
  const now = Date.UTC(2026, 8, 17, 16, 7, 5);
  expect(instant('-24h', now)).toBe(now - 86_400_000);
  expect(asked({ from: '-24h', to: '' }, now)).toEqual({ from: '2026-09-16T16:07:00.000Z', to: undefined });
  expect(asked({ from: '2026-09-17T00:00:00.123456789Z', to: '' }, now).from).toBe('2026-09-17T00:00:00.123456789Z');
});

test.each([
  [3_600_000, 30], [86_400_000, 900], [7 * 86_400_000, 7200], [90 * 86_400_000, 86400],
])('%i ms have bars of %i s: 60 to 120 of them', (millis, seconds) => {
  expect(barSeconds(0, millis)).toBe(seconds);
  expect(millis / 1000 / seconds).toBeGreaterThanOrEqual(60);
  expect(millis / 1000 / seconds).toBeLessThanOrEqual(120);
});

test('all times that events may have are in at most 120 bars, of any part of them', () => {
  const [first, last] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)];
  for (let to = first + 86_400_000; to <= last; to += 900 * 86_400_000) {
    expect((to - first) / 1000 / barSeconds(first, to)).toBeLessThanOrEqual(120);
  }
});

test('a width is written as the API takes it', () => {
  expect([1, 90, 7200, 172800].map(intervalText)).toEqual(['1s', '90s', '2h', '2d']);
});

test.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu'])('a time of the day in %s is read as it is written', (zone) => {
  for (let month = 0; month < 12; month++) {
    const millis = Date.UTC(2026, month, 15, 11, 30, 15);
    expect(millisOf(field(millis, zone), zone)).toBe(millis);
  }
});

test('what is no time is no time', () => {
  expect(millisOf('yesterday', 'UTC')).toBeNull();
  expect(millisOf('2026-09-17', 'Europe/Berlin')).toBe(Date.UTC(2026, 8, 16, 22));
});

test.each(['2026-02-30', '2026-13-01', '2026-09-17 24:01', '2026-09-17 16:60', '2026-09-17 16:07:60'])('%s is in no calendar, and not another day or hour', (text) => {
  expect(millisOf(text, 'UTC')).toBeNull();
});

test('an instant says what its zone was ahead where the clock reads so twice', () => {
  const last = (millis: number, zone: string) => full(millis, zone).split('.').at(-1);
  expect(last(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')).toBe('000 Berlin, UTC+2');
  expect(last(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin')).toBe('000 Berlin, UTC+1');
  expect(last(Date.UTC(2026, 9, 24, 23, 59), 'Europe/Berlin')).toBe('000 Berlin');
  expect(last(Date.UTC(2026, 9, 25, 2, 0), 'Europe/Berlin')).toBe('000 Berlin');
  // Lord Howe turns back by half an hour, and Sao Paulo last did in 2019.
  expect(last(Date.UTC(2026, 3, 4, 14, 45), 'Australia/Lord_Howe')).toBe('000 Lord Howe, UTC+11');
  expect(last(Date.UTC(2026, 3, 4, 15, 15), 'Australia/Lord_Howe')).toBe('000 Lord Howe, UTC+10:30');
  expect(last(Date.UTC(2019, 1, 17, 1, 30), 'America/Sao_Paulo')).toBe('000 Sao Paulo, UTC-2');
  expect(last(Date.UTC(2026, 1, 15, 1, 30), 'America/Sao_Paulo')).toBe('000 Sao Paulo');
});

test('an end of a range that nobody typed stays the instant it is, whatever the clock reads', () => {
  // In Berlin it was half past two twice that night, in summer time and an hour later.
  const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)];
  expect(shownAs({ millis: first }, 'Europe/Berlin')).toEqual(['2026-10-25 02:30:00', first]);
  expect(shownAs({ millis: second }, 'Europe/Berlin')).toEqual(['2026-10-25 02:30:00', second]);
  expect(shownAs({ millis: first }, 'America/Sao_Paulo')).toEqual(['2026-10-24 21:30:00', first]);
  expect(shownAs({ text: '2026-10-25 02:30' }, 'Europe/Berlin')).toEqual(['2026-10-25 02:30', second]);
  expect(shownAs({ text: '2026-10-25 02:30' }, 'UTC')).toEqual(['2026-10-25 02:30', Date.UTC(2026, 9, 25, 2, 30)]);
});

test.each([[0, '0 s'], [22.4, '22 s'], [60, '1 min'], [266, '4 min 26 s'], [3600, '1 h'], [11_100, '3 h 5 min']])('%d seconds are said as %s', (seconds, said) => {
  expect(span(seconds)).toBe(said);
});

test.each([
  ['2026-11-20', '2026-11-20T00:00:00Z'],
  ['2026-11-20T08:30', '2026-11-20T08:30:00Z'],
  ['2026-11-20T08:30:15.5', '2026-11-20T08:30:15.5Z'],
  ['2026-11-20T08:30+01:00', '2026-11-20T08:30:00+01:00'],
])('the bound %s of an address is %s', (bound, time) => {
  expect(asked({ from: bound, to: '' }, 0).from).toBe(time);
  expect(rangeFault({ from: bound, to: '' }, Date.UTC(2026, 10, 21))).toBeNull();
});

test.each(['banana', 'banana 1', '2026', '2026-13-01', '2026-11-20T25:00', '-7w'])('the bound %s of an address is no time', (bound) => {
  expect(rangeFault({ from: '', to: bound }, 0)).toEqual({ is: 'unread', bound });
  expect(rangeFault({ from: bound, to: '-1h' }, 0)).toEqual({ is: 'unread', bound });
});

test('a range that begins in the future, or ends before it begins, has no time in it', () => {
  const now = Date.UTC(2026, 10, 20, 12);
  expect(rangeFault({ from: '2026-11-20T12:00:01Z', to: '' }, now)).toEqual({ is: 'future', fromMillis: now + 1000 });
  expect(rangeFault({ from: '2026-11-20T11:59:59Z', to: '' }, now)).toBeNull();
  expect(rangeFault({ from: '', to: '2026-11-21' }, now)).toBeNull();
  expect(rangeFault({ from: '-1h', to: '-2h' }, now)).toEqual({ is: 'reversed' });
  expect(rangeFault({ from: '2026-11-21', to: '2026-11-20' }, now)).toEqual({ is: 'reversed' });
  // Clocks of senders may be ahead: who names both ends can look there.
  expect(rangeFault({ from: '2026-11-21', to: '2026-11-22' }, now)).toBeNull();
});

test('a span over two days says its days', () => {
  const evening = Date.UTC(2026, 8, 17, 20);
  const hour = 3_600_000;
  expect(between(evening, evening + 2 * hour, 'UTC')).toBe('20:00 – 22:00');
  const twoDays = between(evening, evening + 22 * hour, 'UTC');
  expect(twoDays).toMatch(/17.*20:00 – .*18.*18:00/);
  expect(twoDays).toBe(`${minute(evening, 'UTC')} – ${minute(evening + 22 * hour, 'UTC')}`);
});

test('a minute of another year than this one says which', () => {
  const at = Date.UTC(2026, 8, 17, 16, 15);
  expect(minute(at, 'UTC', Date.UTC(2026, 0, 1))).toBe('17 Sept 16:15');
  expect(minute(at, 'UTC', Date.UTC(2027, 0, 1))).toBe('17 Sept 2026 16:15');
});
