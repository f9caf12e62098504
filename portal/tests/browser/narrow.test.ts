import { beforeAll, expect, test } from 'vitest';
import { page } from './signed-in';
import { api, LOOKS } from './world';

/* What a narrow window shows without scrolling sideways, and in line. */

beforeAll(() => page.setViewportSize(LOOKS.find((look) => look.name === 'narrow')!));

test('all hours of the week are seen, large enough to touch', async () => {
  await page.goto('/o/demo/overview');
  await page.locator('.heat .cell').first().waitFor();
  const cells = await page.locator('.heat .cell').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, width, height }) => ({ left, right, width, height })));

  expect(cells.length).toBe(7 * 24);
  expect(cells.filter((one) => one.left < 0 || one.right > 360 || one.width < 24 || one.height < 23)).toEqual([]);
  // Time goes down, and its keys with it.
  await page.locator('.heat .cell[tabindex="0"]').focus();
  const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const hour = async () => Number(/ (\d+):00/.exec(await label())?.[1]);
  const last = await hour();
  await page.keyboard.press('ArrowUp');
  expect(await hour()).toBe((last + 23) % 24);
});

test('who was seen for the first time is told with the client', async () => {
  const client = page.locator('section[aria-label="Seen for the first time"] td[data-name="Client"] a').first();
  await client.waitFor();
  expect(await client.innerText()).toMatch(/^[0-9a-f.:]+$/);
  expect(await client.getAttribute('href')).toContain(`q=ip%3A`);
});

test('who sends again, how far it is and what can be done stand beside or below one another', async () => {
  const made = await api('/v1/integrations', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'Narrow', type: 'file', filter: 'action:narrow.none', file: { name: 'narrow' } }) });
  const { id } = (await made.json()) as { id: string };
  const running = { id: 'r1-0', state: 'running', deliveryState: 'active', by: 'jane.doe@example.com', started: new Date(Date.now() - 100_000).toISOString(), delivered: 12_345, done: 0.3, leftOut: { skipped: 1, expired: 0, refused: 2 }, lastError: null };
  await page.route('**/v1/integrations?*', async (route) => {
    const answer = await route.fetch();
    const list = (await answer.json()) as { integrations: { status: { replays: unknown[] } }[] };
    list.integrations.forEach((one) => (one.status.replays = [running]));
    await route.fulfill({ response: answer, json: list });
  });
  await page.goto(`/o/demo/integrations?open=${id}`);
  await page.locator('.replaying').getByText(/about \d+ min .* to go$/).waitFor();
  // What is written, not only the box that it may have.
  const boxes = await page.locator('.replaying').first().evaluate((all) => [...all.children].map((one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    const { left, right, top, bottom } = one.matches('.progress, button') ? one.getBoundingClientRect() : text.getBoundingClientRect();
    return { left, right, top, bottom };
  }));
  expect(boxes).toHaveLength(4);
  const overlap = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
  expect(overlap).toEqual([]);
  expect(boxes.filter((one) => one.left < 0 || one.right > 360)).toEqual([]);
  await page.unrouteAll({ behavior: 'wait' });
  await api(`/v1/integrations/${id}?pending=abandon`, { method: 'DELETE' });
});

test('the filters of the reads are in line', async () => {
  await page.goto('/o/demo/reads');
  await page.locator('.reads-filters select').nth(2).waitFor();
  const boxes = await page.locator('.reads-filters select').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => `${Math.round(left)} ${Math.round(right)}`));
  expect(new Set(boxes).size).toBe(1);
  const buttons = await page.locator('.head .acts > *').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
  expect(Math.min(...buttons)).toBe(12);
});

test('what can be done with a key is in one line', async () => {
  const made = await api('/v1/keys', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'phone', roles: ['reader'] }) });
  expect(made.status).toBe(201);
  await page.goto('/o/demo/access');
  const key = page.locator('tr', { hasText: 'phone' }).first();
  await key.waitFor();
  const tops = await key.locator('.acts > *').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
  expect(tops.length).toBe(3);
  expect(new Set(tops).size).toBe(1);
});

test('what opens over the page is seen whole', async () => {
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').first().waitFor();
  await page.getByRole('button', { name: /^Last 7 days/ }).click();
  const panel = (await page.locator('.range-panel').boundingBox())!;
  expect(panel.x).toBeGreaterThanOrEqual(0);
  expect(panel.x + panel.width).toBeLessThanOrEqual(360);
  await page.keyboard.press('Escape');
  await page.locator('[role=row][data-id]').first().click();
  await page.getByRole('tab', { name: 'JSON' }).click();
  const raw = page.getByRole('button', { name: 'Raw' });
  const [button, group] = [(await raw.boundingBox())!, (await page.locator('.json .group').boundingBox())!];
  expect(button.x + button.width).toBeLessThanOrEqual(group.x + group.width + 1);
});

test('all that can be done with chosen events is seen', async () => {
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').nth(3).waitFor();
  await page.locator('.rows').focus();
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowDown');
  const foot = page.locator('.foot.picked');
  await foot.getByText('2 selected').waitFor();
  const buttons = await foot.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right, bottom }) => left >= 0 && right <= innerWidth && bottom <= innerHeight));
  expect(buttons).toEqual([true, true, true, true, true]);
});

test('rows are seen where all is twice as large', async () => {
  await page.setViewportSize({ width: 640, height: 400 });
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').nth(5).waitFor();
  const whole = await page.locator('.rows').evaluate((grid) => {
    const { top, bottom } = grid.getBoundingClientRect();
    return [...grid.querySelectorAll('[role=row][data-id]')].map((row) => row.getBoundingClientRect()).filter((row) => row.top >= top && row.bottom <= bottom).length;
  });
  expect(whole).toBeGreaterThanOrEqual(3);
  await page.locator('.foot').getByText(/^1 to \d+ of /).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(400);
});
