import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browser } from './signed-in';
import { KEY, LOOKS, until, URL_OF } from './world';

/* On a server that protects `actor.email`, whoever may not see that is asked for nothing that would be refused: each refusal is in the log as an attempt. */

/** Started with INDELIBLE_PROTECTED_MEMBERS=actor.email. */
const SERVER = process.env['PORTAL_PROTECTED'] ?? URL_OF;
const ORGANIZATION = `protected-${Date.now().toString(36)}`;
const MASK = '[protected: ';

const worlds: BrowserContext[] = [];
const refused: string[] = [];

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const answer = await fetch(SERVER + path, { headers: { Authorization: `Bearer ${KEY}` }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return (await answer.json()) as T;
}

async function signedIn(grant: object, locale = 'en-GB', look = LOOKS[0]!): Promise<Page> {
  const { secret } = await ask<{ secret: string }>('/v1/keys', { organization: ORGANIZATION, name: 'somebody', ...grant });
  const made = await browser.newContext({ baseURL: SERVER, locale, timezoneId: 'UTC', reducedMotion: 'reduce', viewport: { width: look.width, height: look.height } });
  worlds.push(made);
  const answer = await made.request.post('/v1/session', { data: { key: secret }, headers: { Origin: SERVER } });
  expect(answer.ok(), await answer.text()).toBe(true);
  const page = await made.newPage();
  page.setDefaultTimeout(20_000);
  page.on('response', (response) => {
    if (response.status() === 403) {
      refused.push(response.url());
    }
  });
  return page;
}

beforeAll(async () => {
  await ask('/v1/organizations', { id: ORGANIZATION });
  for (let number = 1; number <= 7; number++) {
    await ask(`/v1/events?organization=${ORGANIZATION}&wait=published`, {
      action: 'door.open', operation: number < 6 ? 'update' : 'read', outcome: number < 3 ? 'denied' : 'success', actor: { id: `u-${number}`, email: `jane${number}@example.com` }, targets: [{ type: 'door', id: 'd-1' }], client: { ip: '203.0.113.7' },
    });
  }
  await ask('/v1/searches', { organization: ORGANIZATION, name: 'Of one', q: 'actor:u-1', shared: true });
  await ask('/v1/searches', { organization: ORGANIZATION, name: 'By words', q: 'outcome:denied refund', shared: true });
  await until('all are found', async () => (await ask<{ total: number }>(`/v1/events/stats?organization=${ORGANIZATION}`)).total === 7);
});

afterAll(async () => {
  await Promise.all(worlds.map((one) => one.close()));
});

const count = (page: Page, tab: string) => page.getByRole('navigation', { name: 'Saved searches, by name' }).locator('.saved-tab', { hasText: tab }).locator('.n');

test('pages of a reader ask for nothing that is refused, and say what is not counted', async () => {
  const page = await signedIn({ roles: ['reader'] });
  const { identity } = (await (await page.request.get('/v1/session')).json()) as { identity: { protectedFields?: string[] } };
  expect(identity.protectedFields, 'PORTAL_PROTECTED has to protect actor.email').toEqual(['actor']);

  await page.goto(`/o/${ORGANIZATION}/events`);
  const rows = page.locator('[role=row][data-id]');
  await rows.first().waitFor();
  const facets = page.getByRole('complementary', { name: 'Filters' });
  await facets.getByRole('region', { name: 'Outcome' }).getByRole('button', { name: /denied/i }).filter({ hasText: '2' }).waitFor();
  expect(await facets.getByRole('region', { name: 'Actor', exact: true }).innerText()).toContain('Protected here, and so not counted for you');
  await until('tabs are counted', async () => (await count(page, 'Changes').allInnerTexts()).join() === '5' && (await count(page, 'All events').allInnerTexts()).join() === '7');
  expect([await count(page, 'Of one').count(), await count(page, 'By words').count()]).toEqual([0, 0]);
  expect(await page.getByText('The counts could not be fetched').count()).toBe(0);
  // Who is told by an id is read by it, not by what hides the address.
  expect((await rows.locator('.actor .v').allInnerTexts()).sort()).toEqual(['u-1', 'u-2', 'u-3', 'u-4', 'u-5', 'u-6', 'u-7']);

  await rows.locator('.actor .v').first().click();
  const menu = page.getByRole('menu');
  await menu.getByText('Protected here: you cannot filter by it').waitFor();
  expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual([expect.stringContaining('Open'), expect.stringContaining('Copy')]);
  await page.keyboard.press('Escape');

  await rows.first().locator('.t').click();
  const drawer = page.getByRole('complementary', { name: 'The open event' });
  await drawer.getByText('same actor: Protected here').waitFor();
  expect(await drawer.locator('.say p').innerText()).toMatch(/^u-\d /);
  await drawer.locator('.near a', { hasText: 'same target' }).filter({ hasText: '7' }).waitFor();
  await drawer.getByRole('tab', { name: 'Neighbours' }).click();
  await drawer.locator('.near-rows li').first().waitFor();

  await page.getByRole('combobox', { name: 'Search events' }).fill('actor:u-1');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Not asked: actor asks by what is protected here' }).waitFor();
  await page.goto(`/o/${ORGANIZATION}/events?q=refund`);
  await page.getByRole('heading', { name: 'Not asked: words are searched in what is protected here, too' }).waitFor();

  await page.goto(`/o/${ORGANIZATION}/overview`);
  await page.locator('.figures a', { hasText: 'Denied' }).filter({ hasText: '2' }).waitFor();
  expect(await page.locator('.figures > div', { hasText: 'Actors' }).innerText()).toContain('Protected here');
  await page.getByRole('region', { name: 'Actions' }).getByRole('link', { name: /door\.open/ }).waitFor();
  for (const name of ['Actors', 'Seen for the first time']) {
    expect(await page.getByRole('region', { name, exact: true }).innerText()).toContain('Protected here');
  }

  expect(refused).toEqual([]);
  expect(await ask(`/v1/events/stats?organization=${ORGANIZATION}&category=policy-denied`)).toMatchObject({ total: 0 });
});

test('an auditor reads who read, and is refused nothing', async () => {
  const page = await signedIn({ roles: ['auditor'] });
  await page.goto(`/o/${ORGANIZATION}/reads?actor=u-1`);
  await page.locator('tbody tr').first().waitFor();
  expect(await page.locator('.reads-filters').innerText()).toContain('Protected here');
  await page.getByLabel('Did').locator('option').nth(1).waitFor({ state: 'attached' });
  expect(refused).toEqual([]);
});

test('an investigator is shown all of it, and asks by it', async () => {
  const page = await signedIn({ roles: ['investigator'] });
  await page.goto(`/o/${ORGANIZATION}/events?q=actor%3Au-1`);
  await page.locator('[role=row][data-id]', { hasText: 'jane1@example.com' }).waitFor();
  await page.getByRole('complementary', { name: 'Filters' }).getByRole('region', { name: 'Actor', exact: true }).getByRole('button', { name: /jane1/ }).waitFor();
  expect(await page.locator('main').innerText()).not.toContain(MASK);
  expect(refused).toEqual([]);
});

test('what is not counted is told in German, and in a narrow window', async () => {
  const page = await signedIn({ roles: ['reader'] }, 'de-DE', { name: 'narrow', width: 390, height: 844, scheme: 'light' });
  await page.goto(`/o/${ORGANIZATION}/overview`);
  await page.locator('.figures > div', { hasText: 'Akteure' }).getByText('Hier geschützt und darum für Sie nicht gezählt').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.goto(`/o/${ORGANIZATION}/events?q=refund`);
  await page.getByRole('heading', { name: 'Nicht gefragt: Wörter werden auch in Geschütztem gesucht' }).waitFor();
  expect(refused).toEqual([]);
});
