import { expect, test } from 'vitest';
import type { AuditEvent } from '../src/api/client';
import { parsed } from '../src/api/digits';
import { eventNamed } from '../src/proof/named';
import { differsIn } from '../src/proof/same';
import { said } from '../src/proof/said';
import { shownOf, type Verdict } from '../src/proof/verify';

const ID = '0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60';
const CORE = `{"id":"${ID}","time":"2026-01-02T03:04:05Z","action":"price.update","organization":"acme"}`;
const DETAIL = '{"changes":[{"path":"/price","new":19.90}]}';

/** As the server joins an event: the bytes of its core with what it adds, then each other part. */
const shown = (core: string, detail: string) =>
  parsed(`${core.slice(0, -1)},"received":"2026-01-02T03:04:06Z","sequence":7,"key":"k","actor":{"id":"u-17"},"detail":${detail}}`) as AuditEvent;

const checked = (parts: NonNullable<Verdict['event']>['parts'] = [
  { name: 'core', number: 1, isErased: false, text: CORE },
  { name: 'actor', number: 2, isErased: false, text: '{"id":"u-17"}' },
  { name: 'detail', number: 5, isErased: false, text: DETAIL },
]) => ({ id: ID, organization: 'acme', sequence: 7, receivedUnixMillis: 0, parts });

test('an event is the one that was checked where every part of it says the same', () => {
  expect(differsIn(shown(CORE, DETAIL), checked())).toBe(null);
  expect(differsIn(shown(CORE.replace('price.update', 'price.read'), DETAIL), checked())).toBe('core');
  expect(differsIn(shown(CORE.replace('}', ',"outcome":"denied"}'), DETAIL), checked())).toBe('core');
  expect(differsIn(shown(CORE, DETAIL.replace('19.90', '1.90')), checked())).toBe('detail');
  expect(differsIn({ ...shown(CORE, DETAIL), sequence: 8 }, checked())).toBe('core');
  // A part that was never sealed.
  expect(differsIn({ ...shown(CORE, DETAIL), client: { ip: '203.0.113.7' } }, checked())).toBe('client');
});

test('what is there as its seal only is not compared, and is said to be missing', () => {
  const erased = checked().parts.map((part) => (part.name === 'actor' ? { name: 'actor', number: 2, isErased: true } : part));
  expect(differsIn({ ...shown(CORE, DETAIL), actor: { id: '[protected: 1]' } }, checked(erased))).toBe(null);
  const of = (parts: typeof erased) => shownOf({ event: checked(parts) } as Verdict);
  expect(of(checked().parts)).toBe('all');
  expect(of(erased)).toBe('a part');
  expect(of(erased.map(({ name, number }) => ({ name, number, isErased: true })))).toBe('nothing');
});

test.each([
  [ID, ID], [`https://audit.example.com/o/acme/events/${ID.toUpperCase()}?tab=proof`, ID], ['12345', '12345'], [' #12,345 ', '12345'], ['12.345', '12345'],
  ['1\u202f234\u202f567', '1234567'], ['0', '0'], ['007', '7'], ['', null], ['12,34', null], ['1.2.3.4', null], ['Lena', null], ['-7', null], ['1234567890123456789', null],
])('%s names the event %s', (text, named) => {
  expect(eventNamed(text)).toBe(named);
});

test('of an event that shows nothing no check says that its bytes are those that were sealed', () => {
  const message = 'Event 7 of acme, received 2026-01-02T03:04:06Z: every part that is shown has the bytes that were sealed.';
  expect(said({ message }, 'a part')).toContain('has the bytes that were sealed');
  expect(said({ message }, 'nothing')).toBe('Event 7 of acme, received 2026-01-02T03:04:06Z: no part of it is shown, so what it says was not checked; its seals are.');
});
