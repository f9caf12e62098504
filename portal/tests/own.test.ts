import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../src/api/client';
import { said } from '../src/events/said';
import { sentenceText } from '../src/events/sentence';
import { de } from '../src/i18n/de';
import { own as german } from '../src/i18n/de/own';
import { en } from '../src/i18n/en';
import { own } from '../src/i18n/en/own';

/* What Indelible writes of what people do to it is said in words: each action that its sources write. */

const root = new URL('../../', import.meta.url);
const NOUNS = 'event|log|request|session|viewer-token|organization|folder|project|key|grant|search|retention|hold|erasure|integration';
/** Files and settings that look like actions, and the events of samples. */
const OTHERS = /\.(tlog-proof|json|leaf|key|bin|id|type|size)$|^(event|key|log)\.delete$/;

const sources = ['core', 'server', 'sinks', 'cli'].flatMap((module) =>
  readdirSync(new URL(`${module}/src/main/java`, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java') && !name.endsWith('DemoEvents.java'))
    .map((name) => readFileSync(new URL(`${module}/src/main/java/${name}`, root), 'utf8')),
);
const actions = [...new Set(sources.flatMap((source) => [...source.matchAll(new RegExp(`"((?:${NOUNS})\\.[a-z]+(?:-[a-z]+)*)"`, 'g'))].map(([, action]) => action ?? '')))]
  .filter((action) => !OTHERS.test(action))
  .sort();

const event = (action: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  action, service: 'indelible', outcome: 'success', actor: { type: 'user', id: 'u-17', name: 'Jane Doe' }, targets: [{ type: 'organization', id: 'acme' }, { type: 'person', id: 'omar@example.com' }], ...more,
});

test('each action that the sources write has its own sentence, in both languages', () => {
  expect(actions.length).toBeGreaterThan(40);
  for (const catalog of [en, de] as Record<string, string>[]) {
    const has = (key: string) => key in catalog;
    expect(actions.filter((action) => /^say\.(act|bare|read|create|update|delete)\./.test(said(event(action), () => '', has).key))).toEqual([]);
  }
});

test('there is no sentence for what nobody does, and each says from where once', () => {
  const written = Object.keys(own).filter((key) => !/^own\.type\.|^own\.failed$|^own\.event\.evidence$/.test(key)).map((key) => key.slice('own.'.length));

  expect(written.filter((action) => !actions.includes(action))).toEqual([]);
  for (const catalog of [own, german]) {
    expect(Object.entries(catalog).filter(([key, sentence]) => !key.startsWith('own.type.') && sentence.split('{from}').length !== 2)).toEqual([]);
  }
});

test.each<[string, AuditEvent]>([
  ['Jane Doe counted events of acme', event('event.count', { operation: 'read' })],
  ['Jane Doe signed in', event('session.create', { operation: 'create', targets: [] })],
  ['Jane Doe tried to sign in and was refused', event('session.refuse', { operation: 'execute', outcome: 'denied' })],
  ['Jane Doe gave omar@example.com the role reader', event('grant.create', { operation: 'create', detail: { labels: { role: 'reader' } } })],
  ['Jane Doe made the key acme, with: exporter, reader', event('key.create', { detail: { labels: { roles: 'exporter reader' } } })],
  ['Jane Doe saved the evidence of event e-1', event('event.export', { targets: [{ type: 'event', id: 'e-1' }] })],
  ['Jane Doe changed organization acme: its name is now New, no longer Old', event('organization.update', { operation: 'update', targets: [{ type: 'organization', id: 'acme' }], detail: { changes: [{ path: '/name', old: 'Old', new: 'New' }] } })],
  ['Jane Doe placed a hold: tax audit', event('hold.create', { targets: [], detail: { reason: 'tax audit', labels: { query: 'actor:a' } } })],
  ['Jane Doe tried integration.pause on acme; it failed, and all is as before', event('integration.pause', { outcome: 'failure' })],
])('%s', (text, one) => {
  expect(sentenceText(one)).toBe(text);
});

test('what other programs call the same keeps the sentence of everything', () => {
  expect(sentenceText({ ...event('grant.create', { operation: 'create', targets: [{ type: 'grant', id: 'g-1' }] }), service: 'billing' })).toBe('Jane Doe created grant g-1');
});
