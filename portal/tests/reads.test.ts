import { expect, test } from 'vitest';
import type { AuditEvent } from '../src/api/client';
import { actOf, days, grouped, readsQuery } from '../src/reads/data';

test('reads of one viewer, search and hour are one row', () => {
  const read = (time: string, times: string, rows: string): AuditEvent => ({
    time, action: 'event.search', actor: { id: 'k' }, detail: { request: { endpoint: `/v1/events?q=a%3Ab&from=${encodeURIComponent(time)}&organization=x` }, labels: { times, rows } },
  });
  const [row, ...others] = grouped([read('2026-01-01T10:59:00Z', '4', '40'), read('2026-01-01T10:01:00Z', '1', '10')]);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ searches: ['a:b'], times: 5, rows: 50, firstMillis: Date.parse('2026-01-01T10:01:00Z') });
});

test('counts stand with the search that they are of, all others of an hour in one row', () => {
  const read = (action: string, q: string, time: string): AuditEvent => ({
    time, action, actor: { id: 'k' }, detail: { request: { endpoint: `/v1/events?q=${q}` }, labels: { times: '2', rows: '9' } },
  });
  const at = (minute: number) => `2026-01-01T10:${minute}:00Z`;
  const rows = grouped([
    read('event.count', 'a', at(10)), read('event.search', 'a', at(11)), read('event.count', 'b', at(12)), read('event.count', 'c', at(13)), read('event.count', 'a', '2026-01-01T11:00:00Z'),
  ]);
  expect(rows.map((one) => [one.event.action, one.searches, one.times, one.counts, one.rows])).toEqual([
    ['event.search', ['a'], 2, 2, 9],
    ['event.count', ['b', 'c'], 0, 4, 0],
    ['event.count', ['a'], 0, 2, 0],
  ]);
});

test('what is no search says nothing of searches, and an erasure that was asked for is told from a look at one', () => {
  const record = (action: string, method: string, endpoint: string): AuditEvent => ({
    time: '2026-01-01T10:00:00Z', action, actor: { id: 'k' }, detail: { request: { method, endpoint }, labels: { times: '1', rows: '3' } },
  });
  const rows = grouped([
    record('erasure.preview', 'POST', '/v1/erasures?dry=true'), record('erasure.preview', 'POST', '/v1/erasures'), record('erasure.ask', 'POST', '/v1/erasures'), record('log.read', 'GET', '/logs/acme/tile'),
    record('event.lookup', 'POST', '/v1/lookup-hash'), record('request.refuse', 'POST', '/v1/events?organization=acme'), record('event.export', 'GET', '/v1/events/export?organization=acme'),
  ]);

  expect(rows.map((one) => [actOf(one.event), one.searches])).toEqual([
    ['erasure.preview', []],
    ['erasure.ask', []],
    ['log.read', []],
    ['event.lookup', []],
    ['request.refuse', []],
    ['event.export', ['']],
  ]);
});

test('what is recorded of reads is asked for whole', () => {
  expect(readsQuery({ actor: '', act: '', day: '' })).toBe('service:indelible category:data-access');
  expect(readsQuery({ actor: 'Jane Doe', act: '', day: '' })).toBe('service:indelible category:data-access actor:"Jane Doe"');
  expect(readsQuery({ actor: '', act: 'event.count', day: '' })).toBe('service:indelible category:data-access action:event.count');
});

test('a day is that of the zone, also where it has an hour less', () => {
  // In Berlin the clock went from 2 to 3 on 29 March 2026: that day began at 23:00 UTC and had 23 hours.
  const hour = (time: string, count: number) => ({ time: `${time}:00:00Z`, count });
  const found = days({ histogram: [hour('2026-03-28T22', 1), hour('2026-03-28T23', 2), hour('2026-03-29T10', 0), hour('2026-03-29T21', 4), hour('2026-03-29T22', 8)] }, 'Europe/Berlin');
  expect(found.map((one) => [new Date(one.fromMillis).toISOString().slice(0, 13), new Date(one.toMillis).toISOString().slice(0, 13), one.count])).toEqual([
    ['2026-03-29T22', '2026-03-29T23', 8],
    ['2026-03-28T23', '2026-03-29T22', 6],
    ['2026-03-28T22', '2026-03-28T23', 1],
  ]);
});

test('an event that was opened by its number is named by its id in the record', () => {
  const ID = '0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e60';
  const opened = (endpoint: string, targets?: { type: string; id: string }[]) =>
    grouped([{ time: '2026-01-01T10:00:00Z', action: 'event.read', targets, detail: { request: { endpoint } } } as never])[0]?.searches[0];
  expect(opened('/v1/events/5/evidence?organization=acme', [{ type: 'organization', id: 'acme' }, { type: 'event', id: ID }])).toBe(ID);
  expect(opened('/v1/events/5', undefined)).toBe('5');
  expect(opened(`/v1/events/${ID}`)).toBe(ID);
  expect(opened('/v1/events/stats?q=outcome:denied')).toBe('outcome:denied');
});
