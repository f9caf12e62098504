import { afterEach, expect, test } from 'vitest';
import { rows } from './events-page';
import { page } from './signed-in';
import { until } from './world';

/* Where an answer takes long, or does not come, or a part of the page. */

afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a search that takes long says so, can be cancelled, and offers a shorter range', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.route('**/v1/events?*', async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (isHeld && searchParams.get('limit') === '200' && searchParams.get('q') === 'outcome:denied') {
      await new Promise<void>((resolve) => held.push(resolve));
    }
    await route.continue().catch(() => undefined);
  });
  await page.locator('.saved').getByRole('button', { name: 'Denied' }).click();
  const line = page.getByRole('status').filter({ hasText: 'Still searching' });
  await line.waitFor({ timeout: 6_000 });
  expect(await rows().count()).toBeGreaterThan(0);
  await line.getByRole('button', { name: 'Cancel' }).click();
  const told = page.getByRole('status').filter({ hasText: 'The search was cancelled. What is shown answers the one before.' });
  await told.getByRole('button', { name: 'Try again' }).click();
  await line.getByRole('button', { name: 'Search the last 24 hours first' }).click();
  await until('the range is short', async () => new URL(page.url()).searchParams.get('from') === '-24h');
  // The question may come only now.
  isHeld = false;
  held.forEach((go) => go());
  await until('there is an answer', async () => (await page.locator('.mid:not([data-refetching])').count()) === 1);
});

test('a server that says nothing is told within seconds, and its return is seen', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.route(/\/(v1|health)\//, () => undefined);
  await page.locator('.saved').getByRole('button', { name: 'Denied' }).click();
  await page.locator('.foot', { hasText: 'No connection since' }).waitFor({ timeout: 8_000 });
  await page.locator('.mid').getByText('The server cannot be reached').waitFor({ timeout: 1_000 });
  expect(await rows().count()).toBe(0);
  await page.locator('.hist .plot').focus();
  await page.keyboard.press('d');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await rows().first().waitFor();
});

test('a part that cannot be loaded is told in its place, and tried again', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.route('**/drawer-*.js', (route) => route.abort());
  await rows().first().locator('.t').click();
  await page.locator('.drawer').getByRole('heading', { name: 'This part of the page could not be loaded' }).waitFor();
  expect(await rows().count()).toBeGreaterThan(0);
  await page.unrouteAll();
  await page.locator('.drawer').getByRole('button', { name: 'Try again' }).click();
  await page.locator('.drawer .say p').waitFor();
});
