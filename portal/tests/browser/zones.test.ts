import { afterAll, beforeAll, expect, test } from 'vitest';
import { furnish, type Furnished } from './furnished';
import { page } from './signed-in';
import { api, apiJson, until } from './world';

/* The zone that was chosen for events holds on every page. */

const NOW = new Date();
/** One in which it is another day than in UTC, without summer time. */
const [ZONE, CITY, HOURS] = NOW.getUTCHours() < 10 ? (['Pacific/Pago_Pago', 'Pago Pago', -11] as const) : (['Pacific/Kiritimati', 'Kiritimati', 14] as const);
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What the clocks of the zone show, as if it were of UTC. */
const there = (iso: string) => new Date(Date.parse(iso) + HOURS * 3_600_000);
const dayThere = (iso: string) => DAY.format(there(iso));
const fullThere = (iso: string) => `${dayThere(iso)}, ${there(iso).toISOString().slice(11, 23)} ${CITY}`;
const typedThere = (iso: string) => there(iso).toISOString().slice(0, 16).replace('T', ' ');

let furnished: Furnished;

beforeAll(async () => {
  furnished = await furnish();
  await page.goto('/o/demo/overview');
  await page.evaluate((zone) => localStorage.setItem('zone', zone), ZONE);
});

afterAll(async () => {
  await page.evaluate(() => localStorage.removeItem('zone'));
  await furnished?.clear();
});

test('days of keys, grants and holds are those of the zone', async () => {
  const { keys } = await apiJson<{ keys: { id: string; name: string; expires?: string }[] }>('/v1/keys?organization=demo');
  const key = keys.find((one) => one.name === 'shop backend' && one.expires);
  await page.goto('/o/demo/access/keys');
  await page.getByRole('row').filter({ hasText: key!.id }).getByText(dayThere(key!.expires!), { exact: true }).waitFor();

  const { grants } = await apiJson<{ grants: { created: string; subject: { id: string } }[] }>('/v1/grants?organization=demo');
  const grant = grants.find((one) => one.subject.id === 'mei.tanaka@example.com');
  await page.goto('/o/demo/access/grants');
  const tag = page.getByRole('row').filter({ hasText: 'mei.tanaka@example.com' }).locator('.tag.accent');
  await tag.waitFor();
  expect(await tag.getAttribute('title')).toContain(dayThere(grant!.created));

  const { holds } = await apiJson<{ holds: { reason: string; created: string }[] }>('/v1/holds?organization=demo');
  const hold = holds.find((one) => one.reason.startsWith('Tax audit'));
  await page.goto('/o/demo/lifecycle/holds');
  await page.getByRole('row').filter({ hasText: 'Tax audit' }).getByText(dayThere(hold!.created), { exact: true }).waitFor();
});

test('erasures and parked events are told in the zone', async () => {
  const actor = { id: 'zones-person-4', email: 'four@zones.example' };
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'zones.visit', actor }) });
  const asked = { organization: 'demo', actor: actor.id, email: actor.email, reason: 'asked about zones' };
  await until('it is erased', async () => (await api('/v1/erasures', { method: 'POST', body: JSON.stringify(asked) })).ok);
  const { erasures } = await apiJson<{ erasures: { reason: string; requested: string }[] }>('/v1/erasures?organization=demo');
  const erasure = erasures.find((one) => one.reason === asked.reason);
  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('row').filter({ hasText: asked.reason }).getByText(fullThere(erasure!.requested), { exact: true }).waitFor();

  const { parked } = await apiJson<{ parked: { parked: string }[] }>(`/v1/integrations/${furnished.parked}/parked`);
  await page.goto(`/o/demo/integrations?open=${furnished.parked}`);
  await page.locator('.int.open').getByText(fullThere(parked[0]!.parked), { exact: true }).first().waitFor();
});

test('what is sent again, and where an integration begins, is typed in the zone', async () => {
  const asked: { from?: string; start?: string }[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/v1/integrations')) {
      asked.push(request.postDataJSON() as { from?: string; start?: string });
    }
  });
  const begin = '2026-01-05T22:10:00.000Z';
  await page.goto(`/o/demo/integrations?open=${furnished.parked}`);
  await page.locator('.int.open').getByRole('button', { name: 'Replay' }).click();
  const from = page.getByLabel(`From, ${CITY}`);
  expect(Math.abs(Date.parse(`${(await from.inputValue()).replace(' ', 'T')}Z`) - (Date.now() + (HOURS - 1) * 3_600_000))).toBeLessThan(600_000);
  await from.fill(typedThere(begin));
  await until('it is asked from then on', async () => asked.some((one) => one.from === begin));

  await page.goto('/o/demo/integrations/new/file');
  await page.getByLabel(/^Integration name/).fill('Zones');
  // It is asked for, and refused.
  await page.getByLabel(/^File name/).fill('no name');
  await page.getByLabel('Begin with').selectOption('time');
  await page.getByLabel(`Received from, ${CITY}`).fill(typedThere(begin));
  await page.getByRole('button', { name: 'Save' }).click();
  await until('it would begin then', async () => asked.some((one) => one.start === begin));
});
