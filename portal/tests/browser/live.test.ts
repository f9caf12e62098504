import { expect, test } from 'vitest';
import { listen, rows } from './events-page';
import { page } from './signed-in';
import { api, apiJson, until } from './world';

/* Rows that come while somebody looks, and the day that stands over them. */

const DAY_MILLIS = 86_400_000;

test('live rows stay when live ends', async () => {
  await page.goto('/o/demo/events?q=action%3Alive.*');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.row', actor: { id: 'u-17' } }) });
  await rows().filter({ hasText: 'live.row' }).waitFor();
  // It is looked whether more came, at once: while it was live nobody looked.
  const looked = page.waitForResponse((one) => new URL(one.url()).searchParams.get('limit') === '1');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await until('live is off', async () => new URL(page.url()).searchParams.get('live') === null);
  await (await looked).finished();

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

test('the day over the rows is that of the first row that is seen, wherever one scrolls to', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0) - 2 * DAY_MILLIS;
  const posted = Array.from({ length: 50 }, (_, number) => ({ action: 'day.row', actor: { id: 'u-17' }, time: new Date(noon - Math.floor(number / 25) * DAY_MILLIS - number).toISOString() }));
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify(posted) });
  await page.goto('/o/demo/events?q=action%3Aday.row');
  await rows().first().waitFor();
  const days = new Set<string>();
  for (let top = 680; top < 820; top += 6) {
    await page.locator('.rows').evaluate((grid, to) => grid.scrollTo({ top: to }), top);
    const seen = () => page.locator('.rows').evaluate((grid) => {
      const edge = grid.querySelector('.day-now')?.getBoundingClientRect().bottom ?? 0;
      return [...grid.querySelectorAll('[role=row][data-id]')].find((row) => row.getBoundingClientRect().bottom > edge + 0.5)?.getAttribute('data-id');
    });
    await until('the rows are drawn', async () => (await seen()) !== undefined);
    const { time } = await apiJson<{ time: string }>(`/v1/events/${await seen()}?organization=demo`);
    days.add(time.slice(0, 10));
    await until(`over the rows at ${top} stands the day of ${time}`, async () => (await page.locator('.day-now').innerText()).includes(` ${new Date(time).getUTCDate()} `));
  }
  expect(days.size).toBe(2);
});

test('counts follow what comes while it is live and nobody reads on, and leave rows and focus where they are', async () => {
  await page.clock.install();
  await page.goto('/o/demo/events?q=-action%3Aother.*');
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  const numberIn = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
  const counts = async () => ({
    total: numberIn(await page.locator('.saved .rest').innerText()),
    tab: numberIn(await page.locator('.saved-tab', { hasText: 'Denied' }).locator('.n').innerText()),
    bars: (await page.locator('.hist .sr td').allInnerTexts()).reduce((sum, one) => sum + Number(one), 0),
    facet: numberIn(await page.getByRole('region', { name: 'Outcome' }).getByRole('button', { name: /^denied/i }).locator('.n').innerText()),
  });
  await until('all is counted', async () => Object.values(await counts()).every((one) => one > 0));
  const before = await counts();
  await page.locator('.plot').focus();
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.follow', outcome: 'denied', actor: { id: 'u-17' } }) });
  await rows().filter({ hasText: 'live.follow' }).waitFor();
  await page.clock.fastForward(5_000);
  await until('each count has it', async () => {
    const now = await counts();
    return (['total', 'tab', 'bars', 'facet'] as const).every((name) => now[name] > before[name]);
  });
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('plot');

  await page.locator('.rows').evaluate((grid) => grid.scrollTo({ top: 600 }));
  await page.locator('.foot', { hasText: 'paused while you read on' }).waitFor();
  const top = await page.locator('.rows').evaluate((grid) => grid.scrollTop);
  const asked = listen();
  const counted = () => asked.filter((one) => one.pathname === '/v1/events/stats' || one.pathname === '/v1/events/values').length;
  await page.clock.fastForward(30_000);
  // What is asked every three seconds was asked meanwhile.
  await until('time has passed', async () => asked.some((one) => one.pathname === '/v1/heads'));
  expect(counted()).toBe(0);
  expect(await page.locator('.rows').evaluate((grid) => grid.scrollTop)).toBe(top);
  await page.keyboard.press('l');
  await page.locator('.foot', { hasText: /Live, \d+ a second/ }).waitFor();
  await page.clock.fastForward(5_000);
  await until('they go on', async () => counted() > 0);
});
