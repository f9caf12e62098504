import { afterEach, expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { page } from './signed-in';
import { apiJson, until } from './world';

/* Whoever presses a button by keyboard stays on it while it waits, and a second press asks nothing. */

afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }));

/** Holds what is asked at these addresses, presses twice, looks, and lets go; says how often it was asked. */
async function pressedTwice(addresses: RegExp, button: Locator): Promise<{ asked: number; isBusy: string | null; isFocused: boolean }> {
  let go = () => undefined as void;
  const held = new Promise<void>((resolve) => (go = resolve));
  let asked = 0;
  await page.route(addresses, async (route) => {
    asked++;
    await held;
    await route.continue();
  });
  await button.focus();
  await page.keyboard.press('Enter');
  await until('it is asked', async () => asked > 0);
  await page.locator('[aria-disabled=true]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const seen = { asked, isBusy: await button.getAttribute('aria-disabled'), isFocused: await button.evaluate((one) => one === document.activeElement) };
  go();
  return seen;
}

const STAYS = { asked: 1, isBusy: 'true', isFocused: true };

test('evidence is saved', async () => {
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1');
  await page.goto(`/o/demo/proof?event=${events[0]?.id}`);
  const button = page.getByRole('button', { name: 'Save evidence' });
  await button.waitFor();
  // The page checks it first, by the same evidence.
  await page.locator('.path svg').waitFor();
  const started = page.waitForEvent('download');

  expect(await pressedTwice(/\/evidence/, button)).toEqual(STAYS);
  await started;
  await until('it can be pressed again', async () => (await button.getAttribute('aria-disabled')) === null);
  expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('the newest event is looked up', async () => {
  await page.goto('/o/demo/proof');
  const button = page.getByRole('button', { name: 'Check the newest event' });
  await button.waitFor();

  expect(await pressedTwice(/\/v1\/events\?.*limit=1(&|$)/, button)).toEqual(STAYS);
});

test('a dialog sends what was typed, by Enter in a field too', async () => {
  await page.goto('/o/demo/access/structure');
  await page.getByRole('button', { name: 'Edit' }).first().click();
  const dialog = page.getByRole('dialog');
  const button = dialog.locator('button[type=submit]');
  await button.waitFor();
  const field = dialog.getByRole('textbox').first();
  await field.fill(`${await field.inputValue()} `);

  expect(await pressedTwice(/\/v1\/(organizations|folders|projects)\/[^/]+$/, field)).toMatchObject({ asked: 1, isFocused: true });
});
