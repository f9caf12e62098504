import { expect, test } from 'vitest';
import { added, changed, groupsOf, placesFor, stateOf, withoutProjects } from '../src/access/data';
import { fitting } from '../src/events/find-among';
import { nameOf } from '../src/shell/levels';
import { tree } from '../src/shell/tree';

const FOLDERS = [
  { id: 'eu', name: 'Europe' },
  { id: 'de', name: 'Germany', parent: 'eu' },
  { id: 'team', name: 'Team', parent: 'not-for-me' },
];
const PROJECTS = [
  { id: 'shop', name: 'Web shop', folder: 'de' },
  { id: 'mail', folder: 'eu', closed: true },
  { id: 'sandbox', name: 'Sandbox' },
  { id: 'lone', folder: 'not-for-me' },
];

test('what is in a folder stands below it, and what is in one that nobody shows stands for itself', () => {
  expect(tree(FOLDERS, PROJECTS).map((one) => `${'  '.repeat(one.depth)}${one.kind} ${one.name}${one.isClosed ? ' closed' : ''}`)).toEqual([
    'folder Europe',
    '  folder Germany',
    '    project Web shop',
    '  project mail closed',
    'folder Team',
    'project Sandbox',
    'project lone',
  ]);
});

test('what the server says of who may open what is closed is kept, and silence is no', () => {
  const closed = [{ id: 'a', closed: true, mayOpen: true }, { id: 'b', closed: true, mayOpen: false }, { id: 'c', closed: true }, { id: 'd' }];

  expect(tree(closed, []).map((one) => [one.isClosed, one.mayOpen])).toEqual([[true, true], [true, false], [true, false], [false, false]]);
});

test('who renames does not ask to close, open or move', () => {
  const asked = (kind: string, before: { closed: boolean; place: string }, name: string, closed: boolean, place: string) => changed(kind, before, { name, closed, place });
  expect(asked('folders', { closed: false, place: 'eu' }, ' Europe ', false, 'eu')).toEqual({ name: 'Europe' });
  expect(asked('folders', { closed: true, place: '' }, 'Europe', true, '')).toEqual({ name: 'Europe' });
  expect(asked('folders', { closed: true, place: '' }, 'Europe', false, '')).toEqual({ name: 'Europe', closed: false });
  expect(asked('folders', { closed: false, place: '' }, 'Europe', true, '')).toEqual({ name: 'Europe', closed: true });
  expect(asked('folders', { closed: false, place: '' }, 'Europe', false, 'eu')).toEqual({ name: 'Europe', parent: 'eu' });
  expect(asked('projects', { closed: false, place: 'eu' }, 'Shop', false, '')).toEqual({ name: 'Shop', folder: '' });
});

test('a folder comes into any other but what is in it, a project into all', () => {
  const folders = [...FOLDERS, { id: 'berlin', parent: 'de' }, { id: 'fr', parent: 'eu' }];
  const places = (kind: string, id: string) => placesFor({ kind, id }, folders).map((one) => one.id);

  expect(places('folders', 'de')).toEqual(['eu', 'fr', 'team']);
  expect(places('folders', 'eu')).toEqual(['team']);
  expect(places('folders', 'team')).toEqual(['eu', 'de', 'berlin', 'fr']);
  expect(places('projects', 'de')).toEqual(['eu', 'de', 'berlin', 'fr', 'team']);
});

test('a folder has the events of all below it', () => {
  const levels = tree(FOLDERS, PROJECTS);
  const atProjects = [{ value: 'SHOP', count: 100 }, { value: 'mail', count: 20 }, { value: 'unregistered', count: 7 }, { value: 'sandbox', count: 3 }];
  const atFolders = [{ value: 'eu', count: 4 }, { value: 'de', count: 1 }];

  const counts = added(levels, atProjects, atFolders);
  expect(Object.fromEntries(levels.map((one, index) => [one.id, counts[index]]))).toEqual({ eu: 125, de: 101, shop: 100, mail: 20, team: 0, sandbox: 3, lone: 0 });
  expect(added(levels, atProjects, undefined)).toEqual([null, null, 100, 20, null, 3, 0]);
});

test('a level without a name, or one that is not known, is called by its id', () => {
  expect([nameOf(FOLDERS, 'EU'), nameOf(PROJECTS, 'mail'), nameOf(undefined, 'shop')]).toEqual(['Europe', 'mail', 'shop']);
});

test('a value is found by any part of it or of its name, and once', () => {
  const values = [{ value: 'u-17', count: 9 }, { value: 'u-48', count: 5 }, { value: 'jane@example.com', count: 2 }];
  const names: Record<string, string> = { 'u-17': 'Jane Doe', 'u-48': 'Omar Haddad' };
  const found = (text: string) => fitting([...values, ...values], text, (value) => names[value] ?? value).map((one) => one.value);

  expect(found('')).toEqual(['u-17', 'u-48', 'jane@example.com']);
  expect(found(' JANE')).toEqual(['u-17', 'jane@example.com']);
  expect(found('-48')).toEqual(['u-48']);
  expect(found('nobody')).toEqual([]);
});

test('projects that do not fit into one question are asked for by several, each in one of them', () => {
  const many = Array.from({ length: 450 }, (_, index) => `p${index}`);
  const long = Array.from({ length: 100 }, (_, index) => `project-${index}-${'x'.repeat(60)}`);

  expect(groupsOf(many).map((one) => one.length)).toEqual([200, 200, 50]);
  for (const all of [many, long]) {
    expect(groupsOf(all).flat()).toEqual(all);
    // As the server bounds a query: 256 terms, 4,096 characters.
    expect(groupsOf(all).filter((one) => one.length > 255 || `project:(${one.map((id) => `"${id}"`).join(' OR ')})`.length > 4096)).toEqual([]);
  }
  expect(groupsOf([])).toEqual([]);
});

test('a folder without its projects has what is left of its events', () => {
  const all = [{ value: 'eu', count: 100 }, { value: 'us', count: 5 }];

  expect(withoutProjects(all, [[{ value: 'eu', count: 60 }], [{ value: 'eu', count: 15 }, { value: 'us', count: 5 }]])).toEqual([{ value: 'eu', count: 25 }, { value: 'us', count: 0 }]);
});

test('a key is over from its last moment on, and where it was revoked before', () => {
  const at = (second: number) => Date.UTC(2026, 8, 3, 12, 0, second);
  const expires = '2026-09-03T12:00:30.000Z';

  expect([29, 30, 31].map((second) => stateOf({ expires }, at(second)))).toEqual(['soon', 'expired', 'expired']);
  expect([29, 31].map((second) => stateOf({ expires, revoked: true }, at(second)))).toEqual(['revoked', 'revoked']);
  expect(stateOf({}, at(31))).toBe('valid');
  // Two weeks are enough to rotate it without haste.
  const twoWeeksBefore = Date.UTC(2026, 7, 20, 12, 0, 30);
  expect([twoWeeksBefore - 1, twoWeeksBefore].map((millis) => stateOf({ expires }, millis))).toEqual(['valid', 'soon']);
});
