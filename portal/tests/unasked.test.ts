import { expect, test } from 'vitest';
import { seesAll } from '../src/api/clear';
import type { RoleOn } from '../src/api/session';
import { actorName, actorValue, targetName } from '../src/events/naming';
import { asksUnasked, NOTHING_UNASKED, WORDS } from '../src/query/unasked';
import { sentences } from '../src/i18n/de/server';

/* What is protected is not asked by whoever may not see it: each refusal is written down as an attempt. */

const UNASKED = { fields: ['actor', 'requestId'], words: true };

test.each<[string, string | null]>([
  ['', null],
  ['outcome:(failure denied)', null],
  ['action:iam.* OR action:key.* OR action:grant.*', null],
  ['time>=2026-01-01 severity>=warning NOT channel:ui', null],
  ['actorType:user', null],
  ['actor:u-1', 'actor'],
  ['ACTOR:u-1', 'actor'],
  ['-actor:*', 'actor'],
  ['outcome:denied actor:(a OR b)', 'actor'],
  ['outcome:denied (channel:ui OR -(service:x actor:a))', 'actor'],
  ['requestid:7', 'requestId'],
  ['refund', WORDS],
  ['outcome:denied "quarter-end"', WORDS],
  ['(outcome:denied OR refund*)', WORDS],
  ['text:refund', WORDS],
])('%s asks by %s', (query, by) => {
  expect(asksUnasked(query, UNASKED)).toBe(by);
  expect(asksUnasked(query, NOTHING_UNASKED)).toBe(null);
});

test('with no field of the language protected, words are all the same', () => {
  expect([asksUnasked('actor:u-1', { fields: [], words: true }), asksUnasked('refund', { fields: [], words: true })]).toEqual([null, WORDS]);
});

const LEVELS = { folders: [{ id: 'eu' }, { id: 'de', parent: 'eu' }, { id: 'us' }], projects: [{ id: 'shop', folder: 'de' }] };

test.each<[string, RoleOn, string[]]>([
  ['the instance', { role: 'investigator' }, ['', 'eu', 'de', 'us', 'shop']],
  ['the organization', { role: 'administrator', organization: 'acme' }, ['', 'eu', 'de', 'us', 'shop']],
  ['another one', { role: 'administrator', organization: 'rival' }, []],
  ['all of it as a reader', { role: 'exporter', organization: 'acme' }, []],
  ['a folder', { role: 'investigator', organization: 'acme', folder: 'EU' }, ['eu', 'de', 'shop']],
  ['a folder in it', { role: 'investigator', organization: 'acme', folder: 'de' }, ['de', 'shop']],
  ['a project', { role: 'investigator', organization: 'acme', project: 'shop' }, ['shop']],
])('a role on %s sees all of just what is in that', (_, role, seen) => {
  const looked = (at: string) => ({ ...LEVELS, folder: at === 'shop' ? '' : at, project: at === 'shop' ? at : '' });

  expect(['', 'eu', 'de', 'us', 'shop'].filter((at) => seesAll([role], 'acme', looked(at)))).toEqual(seen);
});

test('of the names of somebody the first is read that is no mask', () => {
  const mask = '[protected: d5a4000000000001]';

  expect(actorName({ id: 'u-1', email: mask })).toBe('u-1');
  expect(actorName({ id: 'u-1', email: 'jane@example.com', name: mask })).toBe('jane@example.com');
  expect(actorName({ id: 'u-1', email: mask, name: 'Jane Doe' })).toBe('Jane Doe');
  expect(actorName({ id: mask, email: mask })).toBe(mask);
  expect(actorValue({ id: mask, email: 'jane@example.com' })).toBe('jane@example.com');
  expect(targetName({ id: 'd-1', name: mask })).toBe('d-1');
});

test('what the server says of a search by what is protected is said in German', () => {
  const cure = '; to ask so, it takes the role investigator or administrator';
  for (const [said, piece] of [
    ["'actor' asks by what is protected here (actor.email); look a value of actor.email or actor.id up by POST /v1/lookup-hash instead" + cure, 'actor.email'],
    ["'actor' asks by what is protected here (actor.email); it takes the role investigator or administrator, which no viewer token has", 'Ansichts-Token'],
    ['words are searched in all of an event, also in what is protected here; filter by other fields instead, or look a value up by POST /v1/lookup-hash' + cure, 'POST /v1/lookup-hash'],
    ['words are searched in all of an event, also in what is protected here; it takes the role investigator or administrator, which no viewer token has', 'Ansichts-Token'],
  ] as const) {
    const [pattern, german] = sentences.find(([one]) => one.test(said)) ?? [];
    expect(german && said.replace(pattern!, german), said).toContain(piece);
  }
});
