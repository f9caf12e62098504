import { expect, test } from 'vitest';
import { browser, page, world } from './signed-in';
import { complaints, context, KEY, LOOKS, until } from './world';

/* The chapter of who is signed in: the way in, and sessions that end while somebody works. */

const rows = () => page.locator('[role=row][data-id]');

test('Tab comes first to a way past the bars, to the key and to the rows', async () => {
  const signedOut = await context(browser, LOOKS[0]!, { signedIn: false });
  const door = await signedOut.newPage();
  await door.goto('/');
  await door.getByLabel('Key', { exact: true }).waitFor();
  // From the top of the page, wherever it put the focus.
  await door.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  await door.keyboard.press('Tab');
  const skip = door.getByRole('button', { name: 'Skip to the key' });
  expect(await skip.evaluate((one) => one === document.activeElement)).toBe(true);
  // It is seen once it has the focus.
  expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await door.keyboard.press('Enter');
  expect(await door.getByLabel('Key', { exact: true }).evaluate((one) => one === document.activeElement)).toBe(true);
  await signedOut.close();

  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.keyboard.press('Tab');
  expect(await page.getByRole('button', { name: 'Skip to the rows' }).evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
});

test('a session that ends asks for the key over the page, and the search stays', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied');
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Changes' }).click();
  await world.clearCookies();
  await page.getByRole('dialog', { name: 'You were signed out' }).waitFor();
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  await until('the dialog goes', async () => (await page.getByRole('dialog').count()) === 0);
  expect(new URL(page.url()).searchParams.get('q')).toBe('-operation:read');
  await page.locator('.saved .rest').waitFor();
});

test('a session that ends under a dialog leaves what was typed, and no fault of its own', async () => {
  await page.goto('/o/demo/access/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  const own = page.getByRole('dialog', { name: 'New key' });
  await own.getByLabel('Name').fill('Made after signing in');
  await world.clearCookies();
  await own.getByRole('button', { name: 'Create' }).click();
  const again = page.getByRole('dialog', { name: 'You were signed out' });
  await again.waitFor();
  expect(await page.getByRole('dialog').count()).toBe(1);
  await again.getByLabel('Key', { exact: true }).fill(KEY);
  await again.getByRole('button', { name: 'Sign in with the key' }).click();
  await own.waitFor();
  await again.waitFor({ state: 'detached' });

  expect(await own.getByLabel('Name').inputValue()).toBe('Made after signing in');
  expect(await own.getByRole('alert').count()).toBe(0);
  await until('the focus is in the dialog', () => page.evaluate(() => Boolean(document.activeElement?.closest('[role=dialog]'))));
  await own.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('dialog', { name: 'The secret, shown this once' }).getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('cell', { name: 'Made after signing in' }).waitFor();
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
