import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { de } from '../src/i18n/de';
import { problems, sentences } from '../src/i18n/de/server';
import { en } from '../src/i18n/en';
import { said } from '../src/proof/said';
import { sentencesOfJava, sentencesOfVerifier } from './sentences';

/* What the server and the verifier say in English is known in German: read from their sources. */

const root = new URL('../../', import.meta.url);
const source = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('every code of a problem has a German sentence', () => {
  const codes = (source('core/src/main/java/dev/indelible/core/ops/Problem.java').split('public enum Problem {')[1] ?? '')
    .split(';')[0]!.split(',').map((name) => name.trim().toLowerCase().replaceAll('_', '-'));
  const folder = 'server/src/main/java/dev/indelible/server/http/';
  for (const file of readdirSync(new URL(folder, root))) {
    const found = source(folder + file).matchAll(/new ProblemAnswer\(\s*\d+,\s*"([a-z]+(?:-[a-z]+)*)"/g);
    codes.push(...[...found].map(([, code]) => code ?? ''));
  }

  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !(code in problems))).toEqual([]);
});

test.each([
  'sinks/src/main/java/dev/indelible/sinks/http/Classes.java',
  'sinks/src/main/java/dev/indelible/sinks/Exchanges.java',
  'server/src/main/java/dev/indelible/server/delivery/Standing.java',
])('every sentence of %s is known in German', (path) => {
  const literals = [...source(path).matchAll(/(?<!contains\()"((?:It|Its|The|This|There|No|Nobody|TLS|%d|it) [^"]+)"( \+ )?/g)];
  const whole = literals.map(([, text, more]) => (more ? `${text ?? ''}x.` : (text ?? '')).replace('%d', '3'));

  expect(whole.length).toBeGreaterThan(2);
  // What is said after another sentence stands behind one.
  expect(whole.filter((text) => !sentences.some(([pattern]) => pattern.test(text) || pattern.test(`So. ${text}`)))).toEqual([]);
});

const sourcesIn = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java'))
    .map((name) => `${folder}/${name}`);

test.each([
  'sinks/src/main/java/dev/indelible/sinks',
  'server/src/main/java/dev/indelible/server/delivery',
  'server/src/main/java/dev/indelible/server/http',
  'core/src/main/java/dev/indelible/core/access',
  'core/src/main/java/dev/indelible/core/delivery',
  'core/src/main/java/dev/indelible/core/lifecycle',
  'core/src/main/java/dev/indelible/core/search',
  'event/src/main/java/dev/indelible/event',
])('every refusal of %s is said in German', (folder) => {
  const all = sourcesIn(folder).flatMap((path) => sentencesOfJava(source(path)));

  expect(all.length).toBeGreaterThan(5);
  expect([...new Set(all)].filter((text) => !sentences.some(([pattern]) => pattern.test(text)))).toEqual([]);
});

test('what the verifier finds is said in the language of the page, with its values', () => {
  const page = source('verifier/verify.html');
  expect(page).toContain("'It is entry ' + proof.index + ' of the ' + proof.checkpoint.size + ' that '");
  expect(said({ message: 'It is entry 3 of the 9 that x/demo had when it signed.' })).toBe('It is entry 3 of the 9 that x/demo had when it signed.');
  for (const words of ['it was changed; the log has the leaf of event.json', 'the zip is damaged', 'it has not the 7 files of evidence', 'The keys are those that you gave.']) {
    expect(page).toContain(words);
    expect(said({ message: words }), words).not.toBeNull();
  }
  expect(said({ message: 'something new' })).toBeNull();
});

test('all that the verifier can find is said in German', () => {
  const page = source('verifier/verify.html');
  const all = sentencesOfVerifier(page.slice(page.indexOf('<script>'), page.indexOf('/* ---------- the page:')));

  expect(all.length).toBeGreaterThan(75);
  expect([...new Set(all)].filter((message) => said({ message }) === null && !sentences.some(([pattern]) => pattern.test(message)))).toEqual([]);
});

test('both catalogs have the same messages, each with the same places', () => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();
  for (const [key, text] of Object.entries(en)) {
    expect(places(de[key as keyof typeof de]), key).toEqual(places(text));
  }
});
