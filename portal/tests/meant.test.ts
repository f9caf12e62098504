import { expect, test } from 'vitest';
import { readsOwnOnly } from '../src/api/rights';
import { mayName, read } from '../src/events/meant';
import { hasWords, learnNames, readable, wordsOf } from '../src/events/naming';
import { alsoOwn } from '../src/query/reads';
import { terms } from '../src/query/terms';

/* Who is meant by a part of a name. */

const PEOPLE = [
  { value: 'u-48', name: 'Lena Schmidt', email: 'lena.schmidt@example.com', count: 5 },
  { value: 'u-31', name: 'Mei Tanaka', count: 3 },
  { value: 'u-32', name: 'Mei Ito', count: 2 },
];
const find = (text: string) => Promise.resolve(PEOPLE.filter((one) => hasWords(`${one.value} ${one.name} ${one.email ?? ''}`, wordsOf(text))));

test.each([
  ['actor:Lena', 'actor:u-48'],
  ['-actor:schmidt outcome:denied', '-actor:u-48 outcome:denied'],
  ['actor:Lena OR actor:Tanaka', 'actor:u-48 OR actor:u-31'],
  // Two are called so: whoever asks has to choose.
  ['actor:Mei', 'actor:Mei'],
  ['actor:nobody', 'actor:nobody'],
  // Somebody is called just so.
  ['actor:"Lena Schmidt"', 'actor:"Lena Schmidt"'],
  ['actor:U-48', 'actor:U-48'],
  // Asks for all that begin so, or for any of several.
  ['actor:Len*', 'actor:Len*'],
  ['actor:(Lena Mei)', 'actor:(Lena Mei)'],
  ['target:Lena "Lena"', 'target:Lena "Lena"'],
])('%s is read as %s', async (typed, q) => {
  expect((await read(typed, find)).q).toBe(q);
});

test('what was read otherwise than typed is told', async () => {
  expect((await read('actor:lena', find)).as).toEqual([{ typed: 'lena', name: 'Lena Schmidt' }]);
  expect([mayName('actor:lena'), mayName('actor:len*'), mayName('outcome:denied lena')]).toEqual([true, false, false]);
});

test('a name has words, whatever their accents and case', () => {
  expect([hasWords('Jürgen Müller', ['mull', 'JUR']), hasWords('Jürgen Müller', ['ller']), hasWords('Jane', ['jane', 'doe'])]).toEqual([true, false, false]);
});

test('terms about actors are read by their names, where these are known', () => {
  learnNames([{ actor: { type: 'user', id: 'u-48', name: 'Lena Schmidt' } }]);
  const read = (q: string) => terms(q).map(readable);

  expect(read('-actor:u-48 actor:u-99 actor:* actor:(u-48 OR u-99) target:u-48')).toEqual(['-actor:Lena Schmidt', 'actor:u-99', 'actor:*', 'actor:(Lena Schmidt OR u-99)', 'target:u-48']);
});

test('whoever audits and does not read has only what Indelible writes', () => {
  const auditor = { role: 'auditor', organization: 'acme' };
  expect(readsOwnOnly([auditor], 'acme')).toBe(true);
  expect(readsOwnOnly([auditor, { role: 'reader', organization: 'acme', project: 'shop' }], 'acme')).toBe(false);
  expect(readsOwnOnly([{ role: 'administrator' }], 'acme')).toBe(false);
  expect(readsOwnOnly([auditor], 'rival')).toBe(false);
});

test('all that somebody did has what Indelible writes, too, as a term of its own', () => {
  expect(terms(alsoOwn('actor:u-48')).map((one) => one.text)).toEqual(['actor:u-48', '(service:indelible OR -service:indelible)']);
});
