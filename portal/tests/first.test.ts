import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { address } from '../src/api/client';
import { looks, RIGHTS } from '../src/api/rights';
import { PAGE_ROWS } from '../src/events/data';
import { readSearch } from '../src/events/search';
import { asked } from '../src/query/range';

/* What is asked before the scripts are there has to be what they ask: public/first.js is run as it is. */

// The minute stays the same.
vi.useFakeTimers({ toFake: ['Date'] });

const FIRST = readFileSync(new URL('../public/first.js', import.meta.url), 'utf8');

async function begun(path: string, isSignedIn: boolean, role = 'reader', more: object = {}): Promise<string[]> {
  const fetched: string[] = [];
  const at = new URL(path, 'https://audit.example.com');
  const answer = { ok: true, clone: () => answer, json: () => Promise.resolve(isSignedIn ? { identity: { roles: [{ role, organization: 'demo' }], ...more } } : { signedIn: false }) };
  const ask = (one: string) => {
    fetched.push(one);
    return Promise.resolve(answer);
  };
  const page = { documentElement: { setAttribute: () => undefined } };
  const window: { begun?: Record<string, Promise<unknown>> } = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('document', 'localStorage', 'matchMedia', 'navigator', 'location', 'fetch', 'window', FIRST)(
    page, { getItem: () => null }, () => ({ matches: false }), { language: 'en' }, at, ask, window,
  );
  await Promise.all(Object.values(window.begun ?? {}));
  return fetched;
}

test.each([
  '/o/demo/events',
  '/o/demo/events?from=-90d&q=outcome%3Adenied+%22a+b%22&order=oldest',
  '/o/a%20b/events?from=2026-01-01T00%3A00%3A00Z&to=-1h&folder=eu&project=shop&event=x',
  '/o/demo/events?from=2026-11-20&to=2026-11-21T08%3A30&order=sideways&q=',
])('the rows of %s', async (path) => {
  const at = new URL(path, 'https://audit.example.com');
  const search = readSearch(at.searchParams);
  const organization = decodeURIComponent(at.pathname.split('/')[2] ?? '');
  const parameters = {
    organization, folder: at.searchParams.get('folder') ?? '', project: at.searchParams.get('project') ?? '',
    q: search.q || undefined, ...asked(search, Date.now()),
  };

  expect(await begun(path, true)).toEqual([
    '/v1/session', '/v1/organizations', '/v1/heads', address('/v1/events', { ...parameters, order: search.order, limit: PAGE_ROWS, cursor: '' }),
  ]);
});

test('a range that is none is not asked for', async () => {
  expect(await begun('/o/demo/events?from=nonsense', true)).toEqual(['/v1/session', '/v1/organizations', '/v1/heads']);
});

test('nothing but the session is asked by whoever is not signed in, and nothing at all on the page of verification', async () => {
  expect(await begun('/o/demo/events', false)).toEqual(['/v1/session']);
  expect(await begun('/verify', true)).toEqual([]);
});

test('who may not look asks for nothing that would be refused and written down', async () => {
  for (const [role, rights] of Object.entries(RIGHTS)) {
    expect([role, (await begun('/o/demo/events', true, role)).length]).toEqual([role, rights.includes('prove') ? 4 : 2]);
    expect([role, looks([{ role, organization: 'demo' }])]).toEqual([role, rights.includes('prove')]);
  }
});

test('where members are protected a search waits for the page, which knows what may be asked', async () => {
  const asked = async (path: string, more: object) => (await begun(path, true, 'reader', more)).filter((one) => one.startsWith('/v1/events?')).length;

  expect(await asked('/o/demo/events?q=actor%3Au-1', { protectedFields: ['actor'] })).toBe(0);
  expect(await asked('/o/demo/events?q=refund', { protectedFields: [] })).toBe(0);
  expect(await asked('/o/demo/events', { protectedFields: ['actor'] })).toBe(1);
  expect(await asked('/o/demo/events?q=actor%3Au-1', {})).toBe(1);
});
