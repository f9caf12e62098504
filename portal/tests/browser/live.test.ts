import { expect, test } from 'vitest';
import { rows } from './events-page';
import { page } from './signed-in';
import { api, apiJson, until } from './world';

/* Rows that come while somebody looks. */

test('live rows stay when live ends', async () => {
  await page.goto('/o/demo/events?q=action%3Alive.*');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.row', actor: { id: 'u-17' } }) });
  await rows().filter({ hasText: 'live.row' }).waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await until('live is off', async () => new URL(page.url()).searchParams.get('live') === null);
  // It is looked whether more came.
  await (await page.waitForResponse((one) => new URL(one.url()).searchParams.get('limit') === '1')).finished();

  expect(await rows().filter({ hasText: 'live.row' }).count()).toBe(1);
  expect(await page.getByRole('button', { name: /newer event/ }).count()).toBe(0);
});

test('rows stay where they are while live events come, for who reads further down', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  const seen = () => page.locator('.rows').evaluate((grid) => {
    const top = grid.getBoundingClientRect().top + 54;
    return [...grid.querySelectorAll('[role=row][data-id]')].map((row) => [row.getAttribute('data-id'), Math.round(row.getBoundingClientRect().top)] as const).find(([, at]) => at >= top);
  });
  await page.locator('.rows').evaluate((grid) => grid.scrollTo({ top: 600 }));
  await page.locator('.foot', { hasText: 'paused while you read on' }).waitFor();
  await until('the rows are drawn', async () => (await seen()) !== undefined);
  // The day over the rows is that of the first row that is seen.
  const firstSeen = (await seen())?.[0] ?? '';
  const { time } = await apiJson<{ time: string }>(`/v1/events/${firstSeen}?organization=demo`);
  expect(await page.locator('.day-now').innerText()).toContain(` ${new Date(time).getUTCDate()} `);
  const before = await seen();
  for (let number = 1; number <= 5; number++) {
    await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.held', actor: { id: `held-${number}` } }) });
  }
  await page.getByRole('button', { name: '5 newer events, show' }).waitFor();
  expect(await seen()).toEqual(before);

  await page.keyboard.press('n');
  await rows().filter({ hasText: 'live.held' }).nth(4).waitFor();
  expect(await rows().first().innerText()).toContain('held-5');
  expect(await page.getByRole('button', { name: /newer event/ }).count()).toBe(0);
  await page.locator('.foot', { hasText: /Live, \d+ a second/ }).waitFor();

  // By its key, too, it goes on; counts go on with it.
  await page.locator('.rows').evaluate((grid) => grid.scrollTo({ top: 600 }));
  await page.locator('.foot', { hasText: 'paused while you read on' }).waitFor();
  await page.keyboard.press('l');
  await page.locator('.foot', { hasText: /Live, \d+ a second/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('live')).toBe('1');
  const count = async () => Number((await page.locator('.saved .rest').innerText()).replaceAll(',', '').split(' ')[0]);
  const counted = await count();
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.counted', actor: { id: 'u-17' } }) });
  await until('it is counted', async () => (await count()) > counted);
});
