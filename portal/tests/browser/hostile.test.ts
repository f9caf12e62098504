import { beforeAll, expect, test } from 'vitest';
import { page } from './signed-in';
import { api, apiJson, LOOKS, until } from './world';

/* What senders can write into an event, as large and as strange as it may be, breaks no page. */

const ORGANIZATION = 'hostile';
const LONG = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
const HTML = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const events: string[] = [];

let deep: unknown = 'bottom';
for (let level = 0; level < 20; level++) {
  deep = { level: deep };
}

beforeAll(async () => {
  const sent = [
    { action: `a.${'very.long.'.repeat(12)}end`, actor: { id: LONG, name: LONG }, targets: [{ type: 'order', id: LONG, name: LONG }], client: { ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348' } },
    { action: 'turned.around', actor: { id: 'rtl', name: 'مدير \u202Elive\u202C שלום' }, targets: [{ type: 'user', id: 'rtl' }], detail: { changes: [{ path: '/name', old: 'שלום \u202E', new: 'left' }] } },
    { action: 'html', actor: { id: HTML, name: HTML }, targets: [{ type: 'page', id: HTML, name: HTML }], outcome: 'denied', detail: { description: HTML } },
    { action: 'deep', actor: { id: 'u-17' }, detail: { original: deep } },
    { action: 'many', actor: { id: 'u-17' }, targets: Array.from({ length: 60 }, (_, index) => ({ type: 't', id: `t-${index}` })), detail: { original: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`member${index}`, index])) } },
  ];
  for (const one of sent) {
    const answer = await api('/v1/events', { method: 'POST', body: JSON.stringify({ organization: ORGANIZATION, ...one }) });
    const { results } = (await answer.json()) as { results: { id: string }[] };
    expect(answer.status, one.action).toBe(200);
    events.push(results[0]?.id ?? '');
  }
  await until('all is found', async () => (await apiJson<{ total: number }>(`/v1/events/stats?organization=${ORGANIZATION}`)).total >= sent.length);
});

const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test.each([1280, 360])('no page is scrolled sideways at %d pixels, and nothing in it runs', async (width) => {
  await page.setViewportSize({ width, height: 800 });
  for (const [path, ready] of [['events', '[role=row][data-id]'], ['overview', '.firsts tbody tr'], ['reads', '.tb'], ...events.map((id) => [`events?event=${id}`, '.drawer [role=tabpanel]'] as const)] as const) {
    await page.goto(`/o/${ORGANIZATION}/${path}`);
    await page.locator(ready).first().waitFor();
    expect(await isWide(), path).toBe(false);
    expect(await page.title(), path).toMatch(/Indelible$/);
    expect(await page.locator('main img, main script').count(), path).toBe(0);
  }
  await page.setViewportSize(LOOKS[0]!);
});

test('a long name is cut where it would take the place of others, and is whole on hover', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/o/${ORGANIZATION}/overview`);
  const row = page.locator('.firsts tbody tr', { hasText: 'very.long' });
  await row.waitFor();
  expect((await row.boundingBox())!.height).toBeLessThan(72);
  expect(await row.locator('.long bdi').getAttribute('title')).toMatch(/^a\.very\.long.+\.end$/);

  await page.goto(`/o/${ORGANIZATION}/events?event=${events[0] ?? ''}`);
  const said = page.locator('.drawer .say p');
  await said.waitFor();
  expect((await said.boundingBox())!.height).toBeLessThanOrEqual(6 * 24);
  expect(await said.getAttribute('title')).toContain('very.long.end');
  await page.setViewportSize(LOOKS[0]!);
});

test('what is deep or has many members is shown as it was sent', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [index, text] of [[3, 'bottom'], [4, 'member9999']] as const) {
    await page.goto(`/o/${ORGANIZATION}/events?event=${events[index] ?? ''}&tab=json`);
    await page.getByRole('button', { name: 'Raw' }).click();
    await page.locator('.json').getByText(text).first().waitFor();
    const sizes = await page.locator('.json .tools .b').evaluateAll((all) => all.map((one) => [one.clientWidth >= 24, one.scrollWidth <= one.clientWidth]));
    expect(sizes.flat()).not.toContain(false);
  }
});
