import { expect, test } from 'vitest';
import { listen, paged, rows } from './events-page';
import { page, world } from './signed-in';
import { apiJson, until } from './world';

/* The active cell, the place in the rows, and the way to other pages. */

test('F, X and C act on the active cell', async () => {
  await world.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const q = () => new URL(page.url()).searchParams.get('q');
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const action = () => page.locator('#row-1 [data-cell="3"] .v').innerText();
  await page.locator('.rows').focus();
  await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'c');
  await until('it is copied', async () => (await page.evaluate(() => navigator.clipboard.readText())) === (await action()));
  const first = await action();
  await press('x');
  await until('it is excluded', async () => q() === `-action:${first}`);
  await until('it is gone', async () => (await rows().filter({ hasText: first }).count()) === 0 && (await rows().count()) > 2);
  const second = await action();
  await press('f');
  await until('only that is shown', async () => q() === `action:${second}`);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
});

test('End goes to the end, and what was open is seen again after a reload, from where J and Back go on', async () => {
  const asked = listen();
  await page.goto('/o/demo/events?q=operation%3Aupdate');
  await rows().first().waitFor();
  const from = paged(asked)[0]?.searchParams.get('from') ?? '';
  const oldest = (await apiJson<{ events: { id: string }[] }>(`/v1/events?organization=demo&order=oldest&limit=1&q=operation:update&from=${from}`)).events[0]?.id;
  await page.locator('.rows').focus();
  await page.keyboard.press('End');
  const isSeen = (id: string | null | undefined) => page.locator('.rows').evaluate((grid, id) => {
    const row = grid.querySelector(`[data-id="${id}"]`)?.getBoundingClientRect();
    const box = grid.getBoundingClientRect();
    return row !== undefined && row.top >= box.top + 30 && row.bottom <= box.bottom + 1;
  }, id);
  await until('the oldest is seen', () => isSeen(oldest));

  await page.locator('.rows').evaluate((grid) => grid.scrollTo({ top: 300 * 30 }));
  const event = () => new URL(page.url()).searchParams.get('event');
  await page.locator('.rows').click({ position: { x: 60, y: 300 } });
  await page.locator('.drawer .say p').waitFor();
  const opened = event();
  await page.keyboard.press('2');
  await page.reload();
  await until('its row is seen', () => isSeen(opened));
  await page.keyboard.press('j');
  await until('the next is open', async () => event() !== opened && (await page.locator('[data-open]').getAttribute('data-id')) === event());
  const next = event();
  await page.keyboard.press('Escape');
  await until('it is closed', async () => event() === null);
  expect(new URL(page.url()).searchParams.get('tab')).toBeNull();
  await page.goBack();
  await until('it is open again', async () => event() === next);
});

test('an unknown page is told, and pages are found by a part of their name', async () => {
  await page.goto('/o/demo/evnts');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type('tenti');
  await page.getByRole('option', { name: 'Lifecycle › Retention' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Lifecycle' }).waitFor();
});

test('the first stop of Tab says where it goes, and goes there', async () => {
  for (const [path, ready, name, to] of [['events', '[role=row][data-id]', 'Skip to the rows', 'grid'], ['overview', '.mosaic', 'Skip to the page', null]] as const) {
    await page.goto(`/o/demo/${path}`);
    await page.locator(ready).first().waitFor();
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => [document.activeElement?.closest('main') !== null, document.activeElement?.getAttribute('role')])).toEqual([true, to]);
  }
});

test('the label of the switch for single keys stands beside it', async () => {
  await page.goto('/o/demo/overview');
  await page.getByRole('button', { name: 'All keys' }).click();
  const track = (await page.locator('.mantine-Switch-track').boundingBox())!;
  const label = (await page.locator('.mantine-Switch-label').boundingBox())!;
  expect(label.x).toBeGreaterThanOrEqual(track.x + track.width);
  expect(label.y).toBeLessThan(track.y + track.height);
  await page.keyboard.press('Escape');
});

test('a cell of the heat map says when its hour begins in a zone of half hours', async () => {
  await page.goto('/o/demo/overview');
  await page.evaluate(() => localStorage.setItem('zone', 'Asia/Kolkata'));
  await page.reload();
  const cell = page.locator('.heat .cell').last();
  await cell.waitFor();
  const said = /\d+:\d+/.exec((await cell.getAttribute('aria-label')) ?? '')?.[0];
  await cell.click();
  await page.waitForURL(/\/events\?/);
  const from = Date.parse(new URL(page.url()).searchParams.get('from') ?? '');
  await page.evaluate(() => localStorage.removeItem('zone'));

  expect(said).toBe(new Date(from + 5.5 * 3_600_000).toISOString().slice(11, 16));
});
