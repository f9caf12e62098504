import { describe, expect, test } from 'vitest';
import type { AuditEvent, Stats } from '../src/api/client';
import { bars, ceiling, isSurprising, STACK, standsOut, type Bar } from '../src/events/bars';
import { beginsTerm, faultOf, recognised, typed, valueOffers } from '../src/events/completion';
import { found } from '../src/shell/go-to';
import { came, KEPT_ROWS, later, withCame } from '../src/events/newer';
import { faultyTerm } from '../src/events/search-fault';
import { terms } from '../src/query/terms';
import { differences } from '../src/events/compare';
import { marks, receivedText } from '../src/events/details';
import { indented } from '../src/events/indented';
import { knownActor, learnNames } from '../src/events/naming';
import { DEFAULT_COLUMNS, rememberColumns } from '../src/events/columns';
import { areMostlyApart, sealBorder, stepped } from '../src/events/items';
import { asSaved, asSuggested, byName, isChanged } from '../src/events/saved-searches';
import { alone, elsewhere, readSearch, writeSearch } from '../src/events/search';
import { sentenceText } from '../src/events/sentence';
import { de } from '../src/i18n/de';
import { en } from '../src/i18n/en';
import { filled } from '../src/i18n';
import { remarkable } from '../src/overview/activity';
import { marked } from '../src/ui/hostile';
import { besides } from '../src/integrations/line';
import { onScale } from '../src/lifecycle/data';
import { leastOf, sized, tracksOf, widthsOf } from '../src/events/widths';
import { pointsOf, unbroken } from '../src/integrations/data';
import { firstOpened } from '../src/shell/first-opened';

const john: AuditEvent['actor'] = { type: 'user', id: 'u-17', name: 'John Doe' };

describe('sentences', () => {
  test.each<[string, AuditEvent]>([
    ['John Doe created notifier Webhook', { action: 'notifier.create', operation: 'create', outcome: 'success', actor: john, targets: [{ type: 'notifier', name: 'Webhook' }] }],
    ['John Doe was not allowed to delete key k-1', { action: 'key.delete', operation: 'delete', outcome: 'denied', actor: john, targets: [{ type: 'key', id: 'k-1' }] }],
    ['John Doe tried to sign in and was refused', { action: 'user.login', operation: 'execute', outcome: 'denied', actor: john }],
    ['Somebody did cron.run', { action: 'cron.run' }],
    ['John Doe changed grant g: its role is now administrator, no longer reader', {
      action: 'grant.update', operation: 'update', outcome: 'success', actor: john, targets: [{ type: 'grant', id: 'g' }],
      detail: { changes: [{ path: '/role', old: 'reader', new: 'administrator' }] },
    }],
    ['John Doe looked at order o-1 and 2 more', { action: 'order.read', operation: 'read', outcome: 'success', actor: john, targets: [{ type: 'order', id: 'o-1' }, { id: 'o-2' }, { id: 'o-3' }] }],
  ])('%s', (text, event) => {
    expect(sentenceText(event)).toBe(text);
  });

  test('where the client is told, it stands where the language has it, with and without a target', () => {
    const client = { ip: '203.0.113.7' };
    const made: AuditEvent = { action: 'notifier.create', operation: 'create', outcome: 'success', actor: john, targets: [{ type: 'notifier', name: 'Webhook' }], client };
    expect(sentenceText(made, true)).toBe('John Doe created notifier Webhook from 203.0.113.7');
    expect(sentenceText(made)).toBe('John Doe created notifier Webhook');
    expect(sentenceText({ ...made, outcome: 'failure' }, true)).toBe('John Doe tried to create notifier Webhook from 203.0.113.7, and it failed');
    expect(sentenceText({ action: 'user.login', operation: 'execute', outcome: 'denied', actor: john, client }, true)).toBe('John Doe tried to sign in from 203.0.113.7 and was refused');
    expect(sentenceText({ action: 'cron.run', client }, true)).toBe('Somebody did cron.run from 203.0.113.7');
    expect(sentenceText({ action: 'cron.run' }, true)).toBe('Somebody did cron.run');
    expect(sentenceText({ action: 'user.login', erased: ['actor', 'client'] })).toBe('(erased) signed in');
    expect(sentenceText({ action: 'user.login', actor: john, erased: ['client'] })).toBe('John Doe signed in');
    for (const catalog of [en, de]) {
      const kinds = Object.entries(catalog).filter(([key]) => /^say\.\w+\.\w+$/.test(key));
      expect(kinds.filter(([, sentence]) => sentence.split('{from}').length !== 2)).toEqual([]);
      expect(kinds.length).toBe(26);
    }
  });

  test('a name cannot turn the sentence around', () => {
    expect(sentenceText({ action: 'x', actor: { name: 'a\u202Egpj.exe' } })).toBe('a⟨U+202E⟩gpj.exe did x');
  });
});

test('an event that has only an id takes no name away', () => {
  learnNames([{ actor: { id: 'U-99' } }, { actor: { id: 'u-99', name: 'New Name' } }, { actor: { id: 'u-99', name: 'Old Name' } }]);
  learnNames([{ actor: { id: 'u-99' } }]);
  expect(knownActor('u-99').name).toBe('New Name');
});

test('both catalogs have the same places in each message', () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    expect([...new Set(names(de[key as keyof typeof en]))], key).toEqual([...new Set(names(text))]);
  }
});

test('numbers choose the word', () => {
  expect(filled('{count|1 event|# events}', { count: 1 })).toBe('1 event');
  expect(filled('{count|1 event|# events}', { count: 12345 })).toBe('12,345 events');
});

test('the address has the whole search and nothing that is as usual', () => {
  const search = { q: 'actor:"a b"', from: '-1h', to: '', order: 'newest' as const, columns: ['time', 'detail.reason'], event: 'x', tab: 'json', live: true, trail: [], saved: '' };
  const written = writeSearch(new URLSearchParams('project=shop'), search);
  expect(readSearch(new URLSearchParams(written.toString()))).toEqual(search);
  expect(written.get('project')).toBe('shop');
  expect(writeSearch(new URLSearchParams(), readSearch(new URLSearchParams())).toString()).toBe('');
  // Live is what comes, newest on top.
  expect(writeSearch(written, { order: 'oldest' }).get('live')).toBeNull();
  expect(writeSearch(written, { to: '-1m' }).get('live')).toBeNull();
});

test('what leads to other events stays in its scope, with its columns', () => {
  const here = new URLSearchParams('folder=eu&project=shop&columns=time,actor&q=a&tab=json&event=x&live=1&saved=s&to=-1h');
  expect(elsewhere('acme & co', here, { q: 'actor:x', from: '-90d', order: 'oldest' })).toBe('/o/acme%20%26%20co/events?folder=eu&project=shop&columns=time%2Cactor&q=actor%3Ax&from=-90d&order=oldest');
  expect(alone('acme', here, 'e-1')).toBe('/o/acme/events/e-1?folder=eu&project=shop');
  expect(alone('acme', new URLSearchParams(), 'e-1')).toBe('/o/acme/events/e-1');
});

test('the columns that were chosen last are shown where an address has none, and written where it needs others', () => {
  rememberColumns(['time', 'target']);
  expect(readSearch(new URLSearchParams()).columns).toEqual(['time', 'target']);
  expect(writeSearch(new URLSearchParams(), { columns: ['time', 'target'] }).toString()).toBe('');
  const standard = writeSearch(new URLSearchParams(), { columns: DEFAULT_COLUMNS });
  expect(readSearch(standard).columns).toEqual(DEFAULT_COLUMNS);
  rememberColumns(DEFAULT_COLUMNS);
  expect(readSearch(new URLSearchParams()).columns).toEqual(DEFAULT_COLUMNS);
});

test('saved searches are in the order of their names, numbers as people count', () => {
  expect(byName([{ name: 'Week 10' }, { name: 'zebra' }, { name: 'week 9' }, { name: 'Ärger' }, { name: 'Bills' }]).map((one) => one.name)).toEqual(['Ärger', 'Bills', 'week 9', 'Week 10', 'zebra']);
});

test('a saved search brings its columns and leaves them behind, and differs by them', () => {
  const saved = { id: 's', q: 'a', from: '-1h', to: '', columns: ['time', 'client'] };
  const search = readSearch(writeSearch(new URLSearchParams(), asSaved(saved)));
  expect(isChanged(search, saved)).toBe(false);
  expect(isChanged({ ...search, columns: ['time'] }, saved)).toBe(true);
  expect(isChanged({ ...search, q: 'b' }, saved)).toBe(true);
  expect(asSaved({ id: 'other' }).columns).toEqual(DEFAULT_COLUMNS);
  expect(asSuggested('c', search)).toEqual({ q: 'c', saved: '', columns: DEFAULT_COLUMNS });
  expect(asSuggested('c', { ...search, saved: '' })).toEqual({ q: 'c', saved: '' });
});

test('the way back from a zoom is in the address, and ends with another range', () => {
  const trail = [{ from: '-24h', to: '' }, { from: '2026-11-27T00:00:00.000Z', to: '2026-11-27T01:00:00.000Z' }];
  const zoomed = writeSearch(new URLSearchParams(), { from: 'a', to: 'b', trail });
  expect(readSearch(new URLSearchParams(zoomed.toString())).trail).toEqual(trail);
  expect(readSearch(writeSearch(zoomed, { q: 'x' })).trail).toEqual(trail);
  expect(readSearch(writeSearch(zoomed, { from: '-7d', to: '' })).trail).toEqual([]);
});

test('that events came late is marked where it is not so of most', () => {
  const late = { time: '2026-01-01T00:00:00Z', received: '2026-01-01T00:01:01Z' };
  const inTime = { time: '2026-01-01T00:00:00Z', received: '2026-01-01T00:01:00Z' };
  expect([areMostlyApart([late, late, inTime]), areMostlyApart([late, inTime]), areMostlyApart([])]).toEqual([true, false, false]);
});

test('the next row is known by its time where the event that is open is not loaded', () => {
  const at = (minute: number, sequence = minute): AuditEvent => ({ id: `${minute}`, sequence, time: new Date(minute * 60_000).toISOString() });
  const newest = [9, 7, 5, 3].map((minute) => at(minute));
  const next = (id: number, by: number, rows = newest, order: 'newest' | 'oldest' | 'received' = 'newest') => stepped(rows, `${id}`, at(id), by, order)?.id;

  expect([next(7, 1), next(7, -1), next(3, 1), next(9, -1)]).toEqual(['5', '9', '3', '9']);
  expect([next(6, 1), next(6, -1), next(1, 1), next(1, -1), next(10, 1)]).toEqual(['5', '7', '3', '3', '9']);
  const oldest = [...newest].reverse();
  expect([next(6, 1, oldest, 'oldest'), next(6, -1, oldest, 'oldest'), next(6, 1, oldest, 'received')]).toEqual(['7', '5', '7']);
  expect([stepped(newest, 'x', undefined, 1, 'newest')?.id, stepped([], 'x', at(1), 1, 'newest')]).toEqual(['9', undefined]);
});

test('bars fill the range and keep the parts apart', () => {
  const stats: Stats = { total: 3, histogram: [{ time: '2026-01-01T00:01:00Z', count: 3, split: { success: 1, denied: 2 } }] };
  const from = Date.UTC(2026, 0, 1);
  const all = bars(stats, from, from + 180_000, 60, STACK);
  expect(all.map((bar) => bar.total)).toEqual([0, 3, 0]);
  expect(all[1]?.parts).toEqual([1, 0, 2, 0]);
});

test('a count is surprising above four roots of what is expected, and from five on', () => {
  // 25 + 4 · 5 = 45; 4 + 4 · 2 = 12; of nothing expected five are needed.
  expect([45, 46].map((count) => isSurprising(count, 25))).toEqual([false, true]);
  expect([12, 13].map((count) => isSurprising(count, 4))).toEqual([false, true]);
  expect([4, 5].map((count) => isSurprising(count, 0))).toEqual([false, true]);
});

test('a range stands out by what the bars outside of it have', () => {
  const bar = (denied: number): Bar => ({ fromMillis: 0, total: denied, parts: [0, 0, denied, 0] });
  // Outside 4 a bar, so 8 in two: 8 + 4 · 2.83 = 19.3.
  const others = [4, 4, 4, 4].map(bar);
  expect(standsOut([bar(9), bar(10), ...others], 0, 1, STACK)).toBeNull();
  expect(standsOut([bar(10), bar(10), ...others], 0, 1, STACK)).toEqual({ name: 'denied', count: 20 });
  expect(standsOut([bar(90)], 0, 0, STACK)).toBeNull();
});

test('one bar is marked if chance does not make it of its neighbours', () => {
  const failures = (...counts: number[]) => counts.map((count) => ({ parts: [50, count, 0, 0] }));
  // Its four neighbours have 25 on average: 25 + 4 · 5 = 45.
  expect(remarkable(failures(20, 30, 45, 20, 30))).toBeNull();
  expect(remarkable(failures(20, 30, 46, 20, 30))).toEqual({ index: 2, name: 'failure', count: 46 });
  // Of nothing usual it takes ten.
  expect(remarkable(failures(0, 0, 9, 0))).toBeNull();
  expect(remarkable([...failures(1, 1, 1), { parts: [5, 0, 40, 0] }])).toEqual({ index: 3, name: 'denied', count: 40 });
});

test('the line of the seal stands only where all below is sealed', () => {
  const at = (...sequences: number[]) => sequences.map((sequence): AuditEvent => ({ sequence }));
  expect(sealBorder(at(9, 8, 7, 6), 8)).toBe(2);
  expect(sealBorder(at(9, 7, 8, 6), 8)).toBe(-1);
  expect(sealBorder(at(3, 2), 8)).toBe(0);
  expect(sealBorder(at(9), 8)).toBe(-1);
});

test('JSON is indented without touching a digit or an escape', () => {
  const json = '{"a":1.10,"b":[],"c":{"d":"x\\"{,}\\u00e9"},"e":[1e400,{}]}';
  expect(indented(json).replace(/\n\s*/g, '').replaceAll('": ', '":')).toBe(json);
  expect(indented('{"a":[1,2]}')).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
});

test('what is pasted is recognised', () => {
  expect(recognised('0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60')).toBe('event');
  expect(recognised('203.0.113.7')).toBe('client');
  expect(recognised('2001:db8::/32')).toBe('client');
  expect(recognised('outcome:denied')).toBeNull();
  expect(typed('-actor:ja')).toEqual({ negated: true, field: 'actor', text: 'ja' });
});

test('a fault of the query is taken apart', () => {
  expect(faultOf("q, column 1: there is no field 'acter'; did you mean 'actor'?")).toMatchObject({ column: 1, wrong: 'acter', meant: 'actor' });
  expect(faultOf("q, column 5: there is no field 'actr'; did you mean 'actor'? known are: actor, action, text, from, to; put the text in quotes if it is no field").text).toBe(
    "there is no field 'actr'; did you mean 'actor'?",
  );
  expect(faultOf("q, column 1: there is no field 'xyz'; known are: actor, text, from, to; put the text in quotes if it is no field")).toEqual({
    column: 1, wrong: 'xyz', meant: null, text: "there is no field 'xyz'; put the text in quotes if it is no field",
  });
  expect(faultOf('something else')).toMatchObject({ column: 0, wrong: null });
});

test('the term is marked in which a query is wrong', () => {
  const at = (q: string, column: number) => faultyTerm(terms(q), { column, text: '', wrong: null, meant: null });
  expect([at('a actr:b c', 3), at('a actr:b c', 1), at('a actr:(b c) d', 9), at('a OR', 5), at('a b', 0)]).toEqual([1, 0, 1, 1, -1]);
});

test('newer are those above the first row that are not shown yet', () => {
  const events = (...ids: string[]) => ids.map((id) => ({ id }));
  expect(came(events('d', 'c', 'b', 'a'), 'b', events('b', 'a'))).toEqual({ count: 2, isMore: false });
  expect(came(events('d', 'c', 'b', 'a'), 'b', events('d', 'b', 'a'))).toEqual({ count: 1, isMore: false });
  expect(came(events('d', 'c'), 'a', events('a'))).toEqual({ count: 2, isMore: true });
  expect(came(events('d', 'c'), undefined, [])).toEqual({ count: 2, isMore: false });
  expect(came([], 'a', events('a'))).toEqual({ count: 0, isMore: false });
});

test('what comes live waits while the first row is not seen, and then goes on top in its order', () => {
  const ids = (events: AuditEvent[]) => events.map((one) => one.id).join('');
  const events = (text: string) => [...text].map((id): AuditEvent => ({ id }));
  const none = { events: events('ba'), held: [], window: 'b', heldWindow: undefined, hasGaps: false, perSecond: 0, isThinned: false, isConnected: true };

  const held = withCame(withCame(none, events('c'), true, 'c'), events('ed'), true, 'e');
  expect([ids(held.events), ids(held.held), held.window]).toEqual(['ba', 'edc', 'b']);
  const seen = withCame(held, [], false);
  expect([ids(seen.events), ids(seen.held), seen.window]).toEqual(['edcba', '', 'e']);
  const shown = withCame(held, events('f'), false, 'f');
  expect([ids(shown.events), ids(shown.held), shown.window, shown.hasGaps]).toEqual(['fedcba', '', 'f', false]);
  expect(withCame(none, events('x'.repeat(3 * KEPT_ROWS)), true)).toMatchObject({ held: { length: KEPT_ROWS }, hasGaps: true });
});

test('of two places in the journal the later is known', () => {
  expect([later('z', '10'), later('10', '1z'), later('a', 'a'), later(undefined, 'a'), later('a', undefined)]).toEqual(['10', '1z', 'a', 'a', 'a']);
});

test('pages are found by a part of their name', () => {
  const paths = (sought: string) => found(sought).map((page) => page.path);
  expect(paths('')).toEqual(['events', 'overview', 'integrations', 'proof', 'access', 'lifecycle', 'reads']);
  expect(paths('tent')).toEqual(['lifecycle/retention']);
  expect(paths('Acc key')).toEqual(['access/keys']);
  expect(paths('egra')).toEqual(['integrations', 'integrations/new']);
});

test('how much later an event was received', () => {
  expect([0, 12, 999, 1000, 1549, 59_999].map(receivedText)).toEqual(['0 ms later', '12 ms later', '999 ms later', '1 s later', '1.5 s later', '60 s later']);
  expect([-1, 60_000, NaN].map(receivedText)).toEqual([null, null, null]);
});

test('words that differ in long texts are marked', () => {
  const [old, now] = marks('the quick brown fox', 'the quick red fox');
  expect(old.filter((piece) => piece.isMarked).map((piece) => piece.text)).toEqual(['brown']);
  expect(now.filter((piece) => piece.isMarked).map((piece) => piece.text)).toEqual(['red']);
});

test('two events are compared member by member', () => {
  expect(differences({ a: 1, b: { c: 'x' } }, { a: 1, b: { c: 'y' }, d: true })).toEqual([['/b/c', 'x', 'y'], ['/d', '–', 'true']]);
});

test('controls are marked, lines only where they mean something', () => {
  expect(marked('a\nb\u0000')).toBe('a⟨U+000A⟩b⟨U+0000⟩');
  expect(marked('a\nb', true)).toBe('a\nb');
});

test('a reason is not said twice, and what a failure has beside it is', () => {
  expect(besides('the receiver answers 503', { status: 503, reason: 'the receiver answers 503', excerpt: 'busy' })).toBe('503, busy');
  expect(besides('2 events are parked', { reason: 'no connection' })).toBe('no connection');
});

test('lengths of time are on one scale, ten times as long a step further', () => {
  expect(onScale(1)).toBe(0);
  expect(onScale(36_525)).toBe(1);
  expect(onScale(1000) - onScale(100)).toBeCloseTo(onScale(100) - onScale(10), 12);
  expect([Number.NaN, 0, 99_999].map(onScale)).toEqual([0, 0, 1]);
});

test('a person is offered by name, and asked for by id', () => {
  learnNames([{ actor: { id: 'u-42', name: 'Lena Roth', type: 'user' } }]);
  expect(valueOffers(typed('actor:Len'), [{ value: 'u-42', count: 3 }])).toEqual([{ kind: 'value', insert: 'actor:u-42', label: 'Lena Roth', help: 'u-42', count: 3 }]);
  expect(valueOffers(typed('-actor:nob'), [{ value: 'nobody' }])).toEqual([{ kind: 'value', insert: '-actor:nobody', label: 'nobody' }]);
  expect(beginsTerm('actor', 'Lena R')).toBe('actor:Lena\\ R*');
  expect(beginsTerm('actor', 'a"(*')).toBe('actor:a\\"\\(*');
});

test('an axis ends at or above its bars, at four whole steps', () => {
  for (let count = 1; count <= 20_000; count += 7) {
    const top = ceiling(count);
    expect(top % 4, `${count}`).toBe(0);
    expect(top, `${count}`).toBeGreaterThanOrEqual(count);
    expect(top, `${count}`).toBeLessThanOrEqual(Math.max(4, 2 * count));
  }
});

test('the organization that opens is the one last looked at, else ones own, else the one with most events', () => {
  const here = [{ id: 'acme', events: 3 }, { id: 'beta', events: 90 }, { id: 'indelible', events: 5_000 }];

  expect(firstOpened(here, ['acme', 'beta'])).toBe('acme');
  expect(firstOpened(here, ['gone', 'acme'])).toBe('acme');
  expect(firstOpened(here, ['', undefined])).toBe('beta');
  expect(firstOpened(here.slice(2), [''])).toBe('indelible');
  expect(firstOpened([], ['acme'])).toBeUndefined();
});

test('no line of the lag is drawn where nobody looked', () => {
  const points = pointsOf({ from: '2026-09-17T16:00:00Z', stepSeconds: 60, seconds: [0, 1.5, null, null, null, 4, null, 5] });

  expect(points.map((one) => one.seconds)).toEqual([0, 1.5, 4, 5]);
  expect(points[2]?.atMillis).toBe(Date.parse('2026-09-17T16:05:00Z'));
  expect(unbroken(points).map((part) => part.length)).toEqual([2, 2]);
  expect(pointsOf(undefined)).toEqual([]);
});

test('a column is as wide as somebody made it, within bounds, and what was remembered badly is forgotten', () => {
  const columns = [{ id: 'actor', least: 100, share: 1.5 }, { id: 'detail.labels.team', least: 80, share: 0 }];
  const once = sized({}, 'actor', 250.4);
  const twice = sized(widthsOf(once), 'detail.labels.team', 3);

  expect(tracksOf(columns, {})).toBe('14px 28px minmax(100px, 1.5fr) 80px');
  expect(leastOf(columns, {})).toBe(14 + 28 + 100 + 80 + 4);
  expect(tracksOf(columns, widthsOf(twice))).toBe('14px 28px minmax(100px, 250px) minmax(48px, 48px)');
  expect(leastOf(columns, widthsOf(twice))).toBe(14 + 28 + 100 + 48 + 4);
  expect(widthsOf(sized(widthsOf(twice), 'actor', null))).toEqual({ 'detail.labels.team': 48 });
  expect(widthsOf('actor=wide action= =100 client=100;x time=99999 target=120')).toEqual({ target: 120 });
});
