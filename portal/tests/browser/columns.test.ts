import { expect, test } from 'vitest';
import { rows } from './events-page';
import { page } from './signed-in';
import { apiJson, LOOKS, until } from './world';

/* Columns and rows as somebody wants them, and as they stay. */

test('columns and the height of rows are remembered', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Columns and order' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Service' }).click();
  await page.getByRole('menuitemradio', { name: 'Roomy rows' }).click();
  await page.keyboard.press('Escape');
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  expect(await page.getByRole('columnheader', { name: 'Service' }).count()).toBe(1);
  expect((await rows().first().boundingBox())?.height).toBe(36);
  await page.getByRole('button', { name: 'Columns and order' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Service' }).click();
  await page.getByRole('menuitemradio', { name: 'Compact rows' }).click();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('columnheader', { name: 'Service' }).count()).toBe(0);
  expect((await rows().first().boundingBox())?.height).toBe(30);
});

test('a column is dragged to another place, which is remembered', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const head = (name: string) => page.getByRole('columnheader', { name, exact: true });
  const heads = async () => (await page.locator('.rows [role=columnheader]').allInnerTexts()).map((one) => one.trim()).join();
  await head('Target').dragTo(head('Actor'));
  await until('it is moved', async () => (await heads()).startsWith(',Time,Target,Actor,Action'));
  await page.reload();
  await rows().first().waitFor();
  expect(await heads()).toMatch(/^,Time,Target,Actor,Action/);
  await page.evaluate(() => localStorage.clear());
});

test('a column is sized by its edge, keeps that, fits after two clicks, and is as usual again by the menu', async () => {
  await page.goto('/o/demo/events?q=service%3Abackoffice');
  await rows().first().waitFor();
  const head = page.locator('.r.th .movable', { hasText: 'Actor' });
  const width = async () => Math.round((await head.boundingBox())!.width);
  const before = await width();
  const edge = (await head.locator('.sizer').boundingBox())!;
  await page.mouse.move(edge.x + 4, edge.y + 5);
  await page.mouse.down();
  await page.mouse.move(edge.x + 4 - 60, edge.y + 5, { steps: 5 });
  await page.mouse.up();
  await until('it is narrower', async () => (await width()) === before - 60);
  expect(Math.round((await rows().first().locator('.actor').boundingBox())!.width)).toBe(before - 60);
  await page.reload();
  await rows().first().waitFor();
  expect(await width()).toBe(before - 60);
  await head.locator('.sizer').dblclick();
  await until('it fits', async () => (await width()) !== before - 60 && rows().locator('.actor .fit').evaluateAll((all) => all.every((one) => one.scrollWidth <= one.clientWidth)));
  await page.getByRole('button', { name: 'Columns' }).click();
  const fits = await width();
  await page.getByRole('menuitemcheckbox', { name: 'Actor', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await until('it is wider', async () => (await width()) === fits + 16);
  await page.getByRole('menuitem', { name: 'Widths as usual' }).click();
  await until('it is as before', async () => (await width()) === before);
  await page.keyboard.press('Escape');
});

test('beside an open event the usual columns can be read, and more of them are scrolled to', async () => {
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1&q=service%3Abackoffice');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/o/demo/events?event=${events[0]?.id ?? ''}&q=service%3Abackoffice`);
  await page.locator('.drawer [role=tabpanel]').waitFor();
  await rows().nth(9).waitFor();
  const cut = await rows().locator('.act .v').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
  expect(cut).toEqual([]);
  const frame = page.locator('.rows');
  expect(await frame.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);

  await page.goto('/o/demo/events?q=service%3Abackoffice&columns=time,actor,action,target,outcome,client,operation,category,severity,service,channel,project,region,sequence');
  await rows().nth(9).waitFor();
  const last = rows().first().locator('[data-cell="14"]');
  const isSeen = async () => {
    const [seen, box] = [(await frame.boundingBox())!, (await last.boundingBox())!];
    return box.width >= 80 && box.x >= seen.x && box.x + box.width <= seen.x + seen.width;
  };
  expect(await isSeen()).toBe(false);
  await frame.focus();
  for (let cell = 1; cell <= 14; cell++) {
    await page.keyboard.press('ArrowRight');
  }
  await until('the last column is seen', isSeen);
  await page.evaluate(() => localStorage.clear());
  await page.setViewportSize(LOOKS[0]!);
});
