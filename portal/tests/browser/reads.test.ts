import { expect, test } from 'vitest';
import { browser, page } from './signed-in';
import { api, apiJson, context, until } from './world';

/* The record of who looked at what. */

test('erasures that were looked at and that were asked for are chosen apart', async () => {
  const look = await api('/v1/erasures?dry=true', { method: 'POST', body: JSON.stringify({ organization: 'demo', actor: 'nobody-is-called-so' }) });
  expect(look.status, await look.text()).toBe(200);
  // A word of the log, which nobody erases by mistake.
  const refused = await api('/v1/erasures', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'success', reason: 'a test' }) });
  expect(refused.status, await refused.text()).toBe(409);
  for (const action of ['erasure.preview', 'erasure.ask']) {
    await until(`${action} is recorded`, async () => (await apiJson<{ events: unknown[] }>(`/v1/events?organization=demo&category=data-access&action=${action}`)).events.length > 0);
  }

  await page.goto('/o/demo/reads');
  const did = page.getByLabel('Did');
  await until('both are there to be chosen', async () => (await did.locator('option').allInnerTexts()).filter((one) => /^(looked at what an erasure would do|asked for an erasure) \(\d/.test(one)).length === 2);
  for (const [action, words] of [['erasure.ask', 'asked for an erasure'], ['erasure.preview', 'looked at what an erasure would do']] as const) {
    await did.selectOption(action);
    await until(`only who ${words}`, async () => {
      const acts = await page.locator('tbody tr td:nth-child(2)').allInnerTexts();
      return acts.length > 0 && acts.every((one) => one.trim() === words);
    });
  }
});

test('how many other searches a row has is seen whole beside a long one, in German too', async () => {
  const german = await (await context(browser, { name: 'one', width: 1280, height: 900, scheme: 'light' }, { locale: 'de-DE' })).newPage();
  const counted = (number: number) => ({
    id: `0197a3c2-7c3e-7b5a-8f3e-2a9d5c1b4e${10 + number}`, time: '2026-01-01T10:10:00Z', action: 'event.count', operation: 'read', service: 'indelible', category: 'data-access', actor: { type: 'user', id: 'u-17', name: 'Jane Doe' },
    detail: { request: { method: 'GET', endpoint: `/v1/events/stats?q=${encodeURIComponent(`action:invoice.number-${number}.* outcome:denied service:backoffice actor:"Jane Doe"`)}` }, labels: { times: '1', rows: '1' } },
  });
  await german.route(/\/v1\/events\?.*data-access/, (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ events: Array.from({ length: 10 }, (_, number) => counted(number)) }) }));
  await german.goto('/o/demo/reads');
  const others = german.getByText('und 9 weitere');
  await others.waitFor();
  await german.evaluate(() => document.fonts.ready);
  const seen = await others.evaluate((one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    const { right, width } = text.getBoundingClientRect();
    // By its cell and by what scrolls: neither may end before it does.
    return { width, right, ends: [one.closest('td'), one.closest('.scroll')].map((around) => around?.getBoundingClientRect().right ?? 0) };
  });
  expect(seen.width).toBeGreaterThan(40);
  expect(seen.ends.every((end) => seen.right <= end), JSON.stringify(seen)).toBe(true);
  await german.context().close();
});
