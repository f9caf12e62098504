import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Problem } from '../src/api/client';
import { KINDS, listed, type Integration } from '../src/integrations/data';
import { OWN_COLUMNS, withOwn } from '../src/query/reads';
import { queryFaultText } from '../src/ui/query-fault';
import { refusedFaults, typedFaults } from '../src/integrations/faults';
import { lagNote } from '../src/integrations/lag';
import { deletingText } from '../src/integrations/line';
import { broughtText, leftText } from '../src/integrations/replay';
import { lastConfirmed, rangeOf, type Delivery, type Typed } from '../src/integrations/replay-range';
import { keepsOwnLonger } from '../src/lifecycle/data';
import { FIELDS, formatOf, pairsOf, settingsFrom, typedFrom } from '../src/integrations/fields';

/* Forms of integrations: what is typed, what is sent, and what is said of it. */

test('forms become settings and back', () => {
  expect(pairsOf('X-A: 1\n\nX-B: a:b')).toEqual({ pairs: { 'X-A': '1', 'X-B': 'a:b' }, wrong: [] });
  const settings = { endpoint: 'https://x', skipTlsVerify: true, extraFields: { A: 'b' }, batchEvents: 5 };
  const typedIn = typedFrom('webhook', { ...settings, password: '******', headers: '******' });
  expect([typedIn['password'], typedIn['headers']]).toEqual(['', '']);
  expect(settingsFrom('webhook', typedIn, new Set())).toEqual(settings);
  expect(settingsFrom('webhook', typedIn, new Set(['headers']))).toEqual({ ...settings, headers: null });
});

test.each(KINDS)('the form of %s has every setting that the docs name', (kind) => {
  const page = readFileSync(new URL('../../docs/destinations.md', import.meta.url), 'utf8');
  const section = page.slice(page.indexOf(`\n## ${kind}\n`));
  const table = section.slice(section.indexOf('| setting')).split('\n\n')[0] ?? '';
  const named = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));

  expect(FIELDS[kind].map((field) => field.name).sort()).toEqual(named.sort());
});

test('a format that was not chosen is the one the server takes', () => {
  expect(formatOf('webhook', {})).toBe('native');
  expect(formatOf('syslog', { format: 'cef' })).toBe('cef');
  expect(formatOf('file', { name: 'siem' })).toBeNull();
});

test('a line that is no pair is told by its number, and goes to the server, which refuses it', () => {
  const typed = { headers: 'X-A: 1\nBearer abc\n: 2\nX-A: 3' };
  expect(typedFaults('webhook', typed)).toEqual({
    'webhook.headers': 'Line 2 has no name before a colon: Bearer abc. Line 3 has no name before a colon: : 2. Line 4 gives X-A a second time.',
  });
  expect(settingsFrom('webhook', typed, new Set())).toEqual({ headers: ['X-A: 1', 'Bearer abc', ': 2', 'X-A: 3'] });
});

test('all faults are told, each at its field and by the name that stands there', () => {
  const problem = new Problem(400, 'settings-invalid', 'several', null, [
    { member: 'name', detail: 'a name has 1 to 100 characters' },
    { member: 'webhook.endpoint', detail: 'endpoint is missing; give one such as https://siem.example.com/audit' },
    { member: 'webhook.signingSecret', detail: 'a secret is whsec_ followed by the Base64 of 24 to 64 random bytes' },
    { member: 'webhook.previousSigningSecret', detail: 'previousSigningSecret is given beside signingSecret' },
    { member: 'webhook.headers', detail: 'headers may not have host, which HTTP sets' },
    { member: 'webhook.headers', detail: 'headers has a name that is no HTTP header' },
  ]);

  expect(refusedFaults('webhook', problem)).toEqual({
    name: 'A name has 1 to 100 characters.',
    'webhook.endpoint': 'Endpoint is missing; give one such as https://siem.example.com/audit.',
    'webhook.signingSecret': 'A secret is whsec_ followed by the Base64 of 24 to 64 random bytes.',
    'webhook.previousSigningSecret': 'Signing secret until now is given beside “Signing secret”.',
    'webhook.headers': 'Headers may not have host, which HTTP sets. Headers has a name that is no HTTP header.',
  });
  expect(refusedFaults('webhook', new Problem(409, 'name-taken', 'an integration of this name exists'))).toEqual({ name: 'an integration of this name exists' });
  expect(refusedFaults('webhook', new Problem(403, 'not-granted', 'no'))).toBeNull();
});

test('a replay tells of all that its preview promised: what went, and what did not', () => {
  const none = { refused: 0, skipped: 0, expired: 0 };
  expect(broughtText({ delivered: 12, leftOut: none })).toBe('12 sent');
  expect(broughtText({ delivered: 8, leftOut: { refused: 4, skipped: 1, expired: 2000 } })).toBe('8 sent, 4 refused again, 1 skipped, 2,000 expired');
});

test('how long a replay goes on is told by the pace that it had, and only where that is one', () => {
  const begun = '2026-09-17T16:00:00Z';
  const after = (seconds: number, done: number, deliveryState: 'active' | 'retrying' = 'active', state = 'running') =>
    leftText({ state, deliveryState, started: begun, done }, Date.parse(begun) + seconds * 1000);
  // A quarter took one minute: three quarters take three.
  expect(after(60, 0.25)).toBe('about 3 min to go');
  expect(after(40, 0.5)).toBe('about 40 s to go');
  expect([after(3, 0.5), after(60, 0.001), after(60, 0), after(60, 0.25, 'retrying'), after(60, 0.25, 'active', 'cancelled'), after(60, 1, 'active', 'done')]).toEqual(['', '', '', '', '', '']);
});

test('what goes out again is said by times, by numbers of the log or of the destination, or is what was confirmed last', () => {
  const typed: Typed = { by: 'time', begun: { text: '2026-09-17 16:00' }, ended: { text: '2026-09-17 17:00' }, first: '', last: '' };
  const range = (more: Partial<Typed>, last?: Delivery) => rangeOf({ ...typed, ...more }, 'UTC', last);
  expect(range({})).toEqual({ range: { from: '2026-09-17T16:00:00.000Z', to: '2026-09-17T17:00:00.000Z' } });
  expect(range({ ended: { text: '2026-09-17 15:00' } })).toEqual({ fault: 'The end has to be after the beginning.' });
  // The last one is meant too, and the API ends before what it is given.
  expect(range({ by: 'sequence', first: ' 42', last: '42 ' })).toEqual({ range: { from: 'sequence:42', to: 'sequence:43' } });
  expect(range({ by: 'number', first: '7', last: '' })).toEqual({ range: { from: 'destinationSequence:7' } });
  expect(range({ by: 'number', first: '9007199254740993', last: '9007199254740993' })).toEqual({ range: { from: 'destinationSequence:9007199254740993', to: 'destinationSequence:9007199254740994' } });
  expect(range({ by: 'number', first: '7', last: '6' })).toEqual({ fault: 'The second number is lower than the first.' });
  for (const first of ['', '-1', '1.5', '4x', '1,000']) {
    expect(range({ by: 'sequence', first })).toEqual({ fault: 'A whole number is needed, such as 42.' });
  }
  const delivery = (lane: string, state: string, first: number, last: number): Delivery => ({ lane, state, firstDestinationSequence: first, lastDestinationSequence: last, settled: '2026-09-17T16:00:00Z' });
  const deliveries = [delivery('r1-0', 'confirmed', 1, 9), delivery('live', 'planned', 48, 50), delivery('live', 'parked', 47, 47), delivery('live', 'confirmed', 42, 46), delivery('live', 'confirmed', 40, 41)];
  expect(range({ by: 'last' }, lastConfirmed(deliveries))).toEqual({ range: { from: 'destinationSequence:42', to: 'destinationSequence:47' } });
  expect(lastConfirmed(deliveries.slice(0, 3))).toBeUndefined();
});

test('a sentence within a list has no full stop', () => {
  expect(listed([422, 'The receiver refuses the content.', '', undefined, 'the price is wrong'])).toBe('422, The receiver refuses the content, the price is wrong');
  expect(listed(['It is gone.'])).toBe('It is gone.');
});

test('the chart of a destination of this morning does not speak of a day', () => {
  const now = Date.parse('2026-09-17T16:00:00Z');
  const since = (minutes: number) => lagNote([{ atMillis: now - minutes * 60_000, seconds: 1 }], now);
  expect(since(24 * 60)).toBe('behind the journal, in the last 24 hours');
  expect(since(0.1)).toBe('behind the journal');
  expect(since(5)).toBe('behind the journal, in the last 5 min');
});

test('fewer days than the record is kept change nothing of it, whatever a rule may fit of what Indelible writes', () => {
  const longer = (rule: { category?: string; service?: string; bodyDays: number }) => keepsOwnLonger(rule, 90);
  expect([{ category: 'data-access', bodyDays: 30 }, { category: 'data-access', bodyDays: 90 }, { bodyDays: 89 }].map(longer)).toEqual([true, false, true]);
  expect([{ service: 'shop', bodyDays: 30 }, { service: ' Indelible', bodyDays: 30 }].map(longer)).toEqual([false, true]);
  expect(keepsOwnLonger({ bodyDays: 1 })).toBe(false);
});

test('who deletes an integration is promised to be delivered what waits, and not what is parked', () => {
  const of = (lagEvents: number, parked: number, filter = '') => ({ filter, status: { lagEvents, parked } }) as Integration;
  expect(deletingText('drain', of(3, 5))).toBe('Deliver the 3 events that wait first, then delete');
  expect(deletingText('drain', of(0, 5))).toBe('Delete once everything received until now is delivered; nothing waits at present');
  expect(deletingText('abandon', of(0, 5, 'outcome:denied'))).toBe('Delete now; nothing waits that would be abandoned');
  expect(deletingText('abandon', of(1, 5, 'outcome:denied'))).toContain('the one event that waits, if it passes the filter');
});

test('what is wrong with a filter is told by the column in which it was typed, and without all fields there are', () => {
  const problem = new Problem(400, 'query-invalid', "q, column 4: there is no field 'actr'; did you mean 'actor'? known are: organization, actor; put the text in quotes if it is no field");
  expect(withOwn('-(actr:x)').indexOf('actr')).toBe('-(actr:x)'.indexOf('actr') + OWN_COLUMNS);
  expect(queryFaultText(problem, OWN_COLUMNS)).toBe("Column 3: There is no field 'actr'; did you mean 'actor'?");
  // What is no query does not become one by what stands around it, and is refused where it was typed.
  expect(withOwn('a) OR (b')).toBe(' a) OR (b');
  // What stands before all that was typed has no column.
  expect(queryFaultText(new Problem(400, 'query-invalid', "q, column 1: '(' is never closed"), OWN_COLUMNS)).toBe("'(' is never closed");
});
