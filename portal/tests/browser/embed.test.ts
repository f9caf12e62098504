import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, apiJson, AXE, axeFinds, launch, LOOKS, picture, URL_OF } from './world';

/* The page of docs/embedding.md, on another origin: the viewer with a token that shows what was denied, and story.embed. */

const PAGE = process.env['PORTAL_EMBEDDING'] ?? '';
const FILTER = encodeURIComponent('outcome:denied OR action:story.embed');
const HOSTILE = '<img src=x onerror=document.title="owned">\u202E';

let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launch();
  // Of some days ago, so that pictures have on top what people will see.
  const time = new Date(Date.now() - 5 * 86_400_000).toISOString();
  await api('/v1/events?organization=demo', {
    method: 'POST',
    body: JSON.stringify({ time, action: 'story.embed', outcome: 'denied', actor: { id: 'u-e', name: HOSTILE }, targets: [{ type: 'note', id: 'n', name: HOSTILE }], detail: { description: HOSTILE, changes: [{ path: '/a', old: HOSTILE, new: 1 }] } }),
  });
});

afterAll(async () => {
  await browser?.close();
});

async function shown(look: (typeof LOOKS)[number], before?: (page: Page) => Promise<unknown>): Promise<Page> {
  const world = await browser.newContext({ viewport: { width: look.width, height: look.height }, colorScheme: look.scheme, locale: 'en-GB', timezoneId: 'UTC', baseURL: PAGE, reducedMotion: 'reduce' });
  world.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  world.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await world.newPage();
  page.setDefaultTimeout(20_000);
  await before?.(page);
  await page.goto('/');
  await page.locator('tr.event').first().waitFor();
  return page;
}

test('it shows what the token shows, by keyboard, with its proof', async () => {
  const page = await shown(LOOKS[0]!);
  const { total } = await apiJson<{ total: number }>(`/v1/events/stats?organization=demo&q=${FILTER}&from=${new Date(Date.now() - 7 * 86_400_000).toISOString()}`);
  await page.getByText(new RegExp(`^50 of ${total} events$`)).waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText(new RegExp(`of ${total} events$`)).filter({ hasNotText: /^50 / }).waitFor();
  for (const outcome of await page.locator('td.outcome').allInnerTexts()) {
    expect(outcome).toContain('denied');
  }
  await page.getByRole('searchbox').fill('outcome:success');
  await page.keyboard.press('Enter');
  await page.getByText('No event matches').waitFor();
  await page.getByRole('searchbox').fill('action:story.embed');
  await page.keyboard.press('Enter');
  await page.locator('tr.event').first().waitFor();
  await page.locator('td.time button').first().focus();
  await page.keyboard.press('Enter');
  const inside = page.locator('tr.inside').first();
  await inside.getByText('<img src=x').first().waitFor();
  await inside.getByRole('button', { name: 'Proof' }).click();
  await inside.getByText(/^Sealed: number [\d,]+ in the signed log .*\/demo, which has/).waitFor();
  const started = page.waitForEvent('download');
  await inside.getByRole('link', { name: 'Save the proof' }).click();
  expect(await readFile(await (await started).path(), 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  expect(await inside.locator('img, script').count()).toBe(0);
  expect(await page.title()).toBe('Activity log');
  expect(await inside.innerText()).toContain('⟨U+202E⟩');
  await page.keyboard.press('Escape');
  expect(await inside.isVisible()).toBe(false);
  await page.context().close();
});

test('times are of the zone that was chosen, exact where one looks, and for programs', async () => {
  const page = await shown(LOOKS[0]!);
  const { events } = await apiJson<{ events: { time: string }[] }>(`/v1/events?organization=demo&q=${FILTER}&limit=1`);
  const iso = events[0]?.time ?? '';
  const time = page.locator('td.time time').first();
  const said = (zone: string, more: Intl.DateTimeFormatOptions = {}) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...more }).format(new Date(iso));
  expect(await page.locator('th.time').innerText()).toBe('Time, UTC');
  expect([await time.innerText(), await time.getAttribute('datetime')]).toEqual([said('UTC'), iso]);

  await page.evaluate(() => document.querySelector('indelible-events')?.setAttribute('zone', 'Asia/Kolkata'));
  await page.getByText('Time, Kolkata').waitFor();
  await time.waitFor();
  expect(await time.innerText()).toBe(said('Asia/Kolkata'));
  const exact = (zone: string) => said(zone, { fractionalSecondDigits: 3 });
  const tip = page.locator('td.time .tip').first();
  expect(await tip.isVisible()).toBe(false);
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await tip.innerText()).toBe(`${exact('Asia/Kolkata')} Kolkata = ${exact('UTC')} UTC`);
  await page.keyboard.press('Enter');
  const inside = page.locator('tr.inside').first();
  await inside.locator('time').waitFor();
  expect(await inside.innerText()).not.toContain(iso);
  expect(await inside.locator('time').innerText()).toContain(exact('Asia/Kolkata'));

  await page.evaluate(() => document.querySelector('indelible-events')?.setAttribute('zone', 'Mars/Olympus'));
  await page.getByText('Time, UTC').waitFor();
  await page.context().close();
});

test('the focus stays on what shows more, which does not wait until all is counted', async () => {
  let count = () => undefined as void;
  const counted = new Promise<void>((resolve) => (count = resolve));
  const page = await shown(LOOKS[0]!, async (one) => {
    await one.route('**/v1/events/stats?*', async (route) => {
      await counted;
      await route.continue();
    });
  });
  const more = page.getByRole('button', { name: 'Show more' });
  await more.waitFor();
  let go = () => undefined as void;
  const held = new Promise<void>((resolve) => (go = resolve));
  let asked = 0;
  await page.route('**/v1/events?*cursor*', async (route) => {
    asked++;
    await held;
    await route.continue();
  });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('indelible-events')?.shadowRoot?.activeElement?.getAttribute('aria-disabled') === 'true');
  await page.keyboard.press('Enter');
  go();
  await page.locator('tr.event').nth(50).waitFor();
  expect(asked).toBe(1);
  expect(await page.evaluate(() => document.querySelector('indelible-events')?.shadowRoot?.activeElement?.textContent)).toBe('Show more');
  expect(await page.getByText(/ of [\d,]+ events$/).count()).toBe(0);
  count();
  await page.getByText(/ of [\d,]+ events$/).filter({ hasNotText: /^50 / }).waitFor();
  await page.context().close();
});

test('who is told that counting failed counts again, and gets no row twice', async () => {
  const page = await shown(LOOKS[0]!, (one) => one.route('**/v1/events/stats?*', (route) => route.fulfill({ status: 503, headers: { 'Access-Control-Allow-Origin': PAGE }, body: '{}' }), { times: 1 }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(/^50 of [\d,]+ events$/).waitFor();
  expect(await page.locator('tr.event').count()).toBe(50);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await page.context().close();
});

test('a token that is over is asked for anew, and the rows stay', async () => {
  const page = await shown(LOOKS[0]!);
  await page.getByRole('button', { name: 'Show more' }).waitFor();
  await page.evaluate(() => {
    const log = document.querySelector('indelible-events');
    log?.addEventListener('token-needed', (event) => event.stopImmediatePropagation(), { capture: true });
    (window as unknown as { asked: number }).asked = 0;
    document.addEventListener('token-needed', () => (window as unknown as { asked: number }).asked++, { capture: true });
  });
  await page.route('**/v1/events?*', (route) => route.fulfill({ status: 401, headers: { 'Access-Control-Allow-Origin': PAGE }, body: '{}' }), { times: 1 });
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('This view has ended and shows what was loaded.').waitFor();
  await page.waitForFunction(() => (window as unknown as { asked: number }).asked === 1);
  expect(await page.locator('tr.event').count()).toBe(50);
  const token = await (await fetch(`${PAGE}/viewer-token`, { method: 'POST' })).text();
  await page.evaluate((next) => document.querySelector('indelible-events')?.setAttribute('token', next), token);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.locator('tr.event').nth(50).waitFor();
  await page.context().close();
});

test.each(LOOKS.map((look) => [look.name, look] as const))('axe finds nothing, %s', async (name, look) => {
  const page = await shown(look);
  if (name === 'narrow') {
    // The page of a company that speaks German.
    await page.evaluate(() => {
      document.documentElement.lang = 'de';
      document.querySelector('h1')?.replaceChildren('Protokoll');
      document.querySelector('indelible-events')?.setAttribute('locale', 'de');
    });
    await page.getByText('Versiegelt und prüfbar').waitFor();
    await page.locator('tr.event').first().waitFor();
    await page.getByRole('searchbox').fill('actr:x');
    await page.keyboard.press('Enter');
    await page.getByText(/Ein Feld „actr“ gibt es nicht/).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Enter');
    await page.locator('tr.event').first().waitFor();
  }
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('indelible-events')!).backgroundColor)).toBe(look.scheme === 'dark' ? 'rgb(20, 24, 31)' : 'rgb(255, 255, 255)');
  await page.locator('td.time button').nth(1).click();
  await page.evaluate(AXE);
  expect(await axeFinds(page, look.scheme)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await picture(page, `embedded-${name}`);
  await page.context().close();
});

test('it is one file for pages of any origin, and nothing else of the server is', async () => {
  const file = await fetch(`${URL_OF}/embed.js`, { headers: { Origin: 'https://anybody.example.com' } });
  expect(file.headers.get('access-control-allow-origin')).toBe('*');
  const rows = await fetch(`${URL_OF}/v1/events`, { headers: { Origin: 'https://anybody.example.com', Authorization: `Bearer ${await (await fetch(`${PAGE}/viewer-token`, { method: 'POST' })).text()}` } });
  expect(rows.status).toBe(403);
  // 503: the proof of an event that is not sealed yet is asked for again.
  expect(complaints.filter((one) => !/40[01]|503/.test(one))).toEqual([]);
});
