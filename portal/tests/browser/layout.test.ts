import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { furnish, type Furnished } from './furnished';
import { apiJson, context, launch } from './world';

/* In line and seen whole, in German too, whose words are the longer ones. */

let browser: Browser;
let furnished: Furnished;

beforeAll(async () => {
  browser = await launch();
  furnished = await furnish();
});

afterAll(async () => {
  await furnished?.clear();
  await browser?.close();
});

async function opened(path: string, ready: string, width: number, locale = 'de-DE') {
  const world = await context(browser, { name: 'one', width, height: 900, scheme: 'light' }, { locale });
  const page = await world.newPage();
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}

const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

test.each([901, 960, 1080, 1241])('what can be done with a destination stands in one line, %i px', async (width) => {
  const page = await opened('/o/demo/integrations', '.int button:has-text("Versuchen")', width);
  const lines = await page.locator('.int .il > .acts').evaluateAll((all) => all.map((one) => new Set([...one.children].map((button) => Math.round(button.getBoundingClientRect().top))).size));

  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter((one) => one !== 1)).toEqual([]);
  // And reaches into no other column.
  expect(await page.locator('.int .il').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)).toBe(0);
  expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
  await page.context().close();
});

test('lengths that people know are seen on the bar of a retention, also where it is full', async () => {
  const page = await opened('/o/demo/lifecycle/retention', '.keep-bar em', 1280);
  const bar = page.locator('.keep-bar').first();
  const [full, marks, overflow] = await bar.evaluate((one) => {
    const box = (element: Element) => element.getBoundingClientRect();
    return [box(one.querySelector('i')!), [...one.querySelectorAll('em')].map(box), getComputedStyle(one).overflow] as const;
  });

  expect(marks.length).toBe(3);
  expect(marks[0]!.left).toBeLessThan(full.right);
  expect(marks.every((mark) => mark.top < full.top && mark.bottom > full.bottom)).toBe(true);
  expect(overflow).toBe('visible');
  await page.context().close();
});

test('nothing scrolls sideways and no axis breaks where the window is smallest', async () => {
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1&q=order.refund');
  const proof = await opened(`/o/demo/proof?event=${events[0]?.id}`, '.wires .wire', 320);
  expect(await proof.evaluate(sideways)).toBeLessThanOrEqual(0);
  await proof.context().close();

  const overview = await opened('/o/demo/overview', '.big .axis', 320);
  const labels = await overview.locator('.big .axis span').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).filter((one) => one.width > 0).map(({ left, right, height }) => ({ left, right, height })));
  expect(labels.length).toBeGreaterThanOrEqual(2);
  expect(labels.every((one) => one.height <= 18 && one.left >= 0 && one.right <= 320)).toBe(true);
  expect(labels.every((one, at) => at === 0 || one.left >= labels[at - 1]!.right)).toBe(true);
  await overview.context().close();
});

test('the way to the root is no larger than what stands around it', async () => {
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1&q=order.refund');
  const page = await opened(`/o/demo/proof?event=${events[0]?.id}`, '.path svg text', 768);
  // 11 in the picture's own measure; the page's text has 13.
  const size = await page.locator('.path svg').evaluate((one) => (11 * one.getBoundingClientRect().width) / (one as SVGSVGElement).viewBox.baseVal.width);
  expect(size).toBeLessThanOrEqual(16);
  await page.context().close();
});

test('times of reads are told with their zone', async () => {
  const page = await opened('/o/demo/reads', '.tb td', 1280, 'en-GB');
  expect(await page.locator('.tb th').allInnerTexts()).toEqual(expect.arrayContaining(['First, UTC', 'Last, UTC']));
  await page.context().close();
});
