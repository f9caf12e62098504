import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { api, context, launch, LOOKS, until } from './world';

/* No connection: it is told soon, what was chosen stays, and what was going on goes on. */

let browser: Browser;
let world: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});

// A context each, because a browser complains of what it cannot load.
beforeEach(async () => {
  world = await context(browser, LOOKS[0]!);
  page = await world.newPage();
  page.setDefaultTimeout(20_000);
});

afterEach(async () => {
  await world.close();
});

afterAll(async () => {
  await browser?.close();
});

/** Of "within a few seconds". */
const SOON = { timeout: 5_000 };
const rows = () => page.locator('[role=row][data-id]');
const away = () => page.getByText('No connection since');
const send = (action: string) => api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action, actor: { id: 'u-17', name: 'Jane Doe' } }) });

test('offline is told with what is selected, which stays until after the return', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.getByRole('checkbox', { name: /^Select: / }).nth(1).click();
  await page.getByRole('region', { name: '1 selected' }).waitFor();
  const chosen = await page.locator('[role=row][aria-selected=true]').getAttribute('data-id');
  await world.setOffline(true);
  await page.getByRole('region', { name: '1 selected' }).getByText('No connection since').waitFor(SOON);

  expect(await page.getByRole('region', { name: '1 selected' }).getByRole('button', { name: 'Download' }).isDisabled()).toBe(true);
  expect(await rows().count()).toBeGreaterThan(10);
  await world.setOffline(false);
  await away().waitFor({ state: 'detached' });
  expect(await page.locator('[role=row][aria-selected=true]').getAttribute('data-id')).toBe(chosen);
  await until('it can be downloaded', () => page.getByRole('region', { name: '1 selected' }).getByRole('button', { name: 'Download' }).isEnabled());
});

test('live tail goes on after offline, with what came meanwhile', async () => {
  await page.goto('/o/demo/events?q=action%3Aoffline.*');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  await world.setOffline(true);
  await away().waitFor(SOON);
  await send('offline.meanwhile');
  await world.setOffline(false);
  await away().waitFor({ state: 'detached' });
  await rows().filter({ hasText: 'offline.meanwhile' }).waitFor();
  await page.locator('.foot .ok').waitFor();
  await send('offline.afterwards');
  await rows().filter({ hasText: 'offline.afterwards' }).waitFor();
  expect(await rows().count()).toBe(2);
});

test('a tail that is refused once is asked for again', async () => {
  await page.goto('/o/demo/events?q=action%3Arefused.*');
  let refused = 0;
  await page.route('**/v1/events/tail*', async (route) => (refused++ === 0 ? route.fulfill({ status: 503, body: '' }) : route.continue()));
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor(SOON);
  await send('refused.once');
  await rows().filter({ hasText: 'refused.once' }).waitFor();
  expect(refused).toBe(2);
});

test('a page that asks for nothing finds out that the server is away', async () => {
  await page.goto('/o/demo/lifecycle/holds');
  await page.getByRole('heading', { name: 'Lifecycle' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.route(/\/(v1|health)\//, (route) => route.abort());
  await away().waitFor({ timeout: 8_000 });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await away().waitFor({ state: 'detached' });
});

test('offline is said, shows no rows of another search, and ends by itself', async () => {
  const unreachable = page.getByText('The server cannot be reached');
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await world.setOffline(true);
  await page.locator('.saved').getByRole('button', { name: 'Denied' }).click();
  await unreachable.waitFor();
  expect(await rows().count()).toBe(0);
  const needing = ['Live', 'Save', 'Download'].map((name) => page.getByRole('button', { name, exact: true }));
  for (const button of needing) {
    expect([await button.isDisabled(), await button.getAttribute('title')]).toEqual([true, 'No connection: this is possible again as soon as the server answers']);
  }
  await world.setOffline(false);
  await rows().first().waitFor();
  for (const button of needing) {
    await until('it can be used again', () => button.isEnabled());
  }
  await world.setOffline(true);
  await page.getByRole('link', { name: 'Lifecycle' }).click();
  await unreachable.waitFor();
  await world.setOffline(false);
  await page.getByRole('heading', { name: 'Lifecycle' }).waitFor();
});
