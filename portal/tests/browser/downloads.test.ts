import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { rows } from './events-page';
import { page, world } from './signed-in';
import { api, KEY, until } from './world';

/* Files of what is shown, and downloads that go on. */

afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a download has the rows that are shown, in each order, whatever has come since', async () => {
  const late = (time: string) => api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ time, action: 'late.row', actor: { id: 'u-17' } }) });
  const now = Date.now();
  for (const [order, back] of [['oldest', 3], ['received', 2], ['newest', 1]] as const) {
    await late(new Date(now - 30_000 - back).toISOString());
    await page.goto(`/o/demo/events?q=action%3Alate.*&order=${order}`);
    await rows().nth(2 * (3 - back)).waitFor();
    const shown = await rows().evaluateAll((all) => all.map((row) => row.getAttribute('data-id')));
    await late(new Date(now - 60_000 - back).toISOString());
    await page.keyboard.press('d');
    const started = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('radio', { name: 'NDJSON' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
    const file = await readFile(await (await started).path(), 'utf8');
    expect(file.trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: string }).id), order).toEqual(shown);
    await page.keyboard.press('Escape');
  }
});

test('the line for a shell gets what the table shows', async () => {
  await world.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/o/demo/events?q=${encodeURIComponent("outcome:denied -text:\"it's\"")}`);
  await rows().first().waitFor();
  const shown = await rows().evaluateAll((all) => all.map((row) => row.getAttribute('data-id')));
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByRole('radio', { name: 'NDJSON' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByRole('dialog').getByText('Copied').first().waitFor();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  expect(line).not.toContain(KEY);
  const { stdout } = await promisify(execFile)('bash', ['-c', line], { env: { ...process.env, INDELIBLE_KEY: KEY }, maxBuffer: 64 << 20 });
  const ids = stdout.trimEnd().split('\n').map((one) => (JSON.parse(one) as { id: string }).id);
  expect(ids.slice(0, shown.length)).toEqual(shown);
  await page.keyboard.press('Escape');
});

test('a download goes on when its dialog closes, and is cancelled in its corner', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied&columns=time%2Cclient%2Cdetail.reason');
  await rows().first().waitFor();
  let go = () => undefined as void;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/v1/events/export*', async (route) => {
    await held;
    await route.continue();
  });
  const begin = async () => {
    await page.keyboard.press('d');
    await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
    await page.getByRole('dialog').getByRole('progressbar').waitFor();
    await page.keyboard.press('Escape');
  };
  const corner = page.getByRole('complementary', { name: 'Downloads' });
  await begin();
  await corner.getByRole('progressbar').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await corner.getByRole('button', { name: 'Cancel' }).click();
  await until('it is gone', async () => (await corner.count()) === 0);
  await begin();
  await page.getByRole('link', { name: 'Overview' }).click();
  const started = page.waitForEvent('download');
  go();
  const file = await readFile(await (await started).path(), 'utf8');
  await corner.getByText(/events written to demo-events-.*csv/).waitFor();

  expect(file.split('\r\n')[0]).toBe('time,client,detail.reason');
  expect(file).toBe(await (await api('/v1/events/export?organization=demo&q=outcome:denied&format=csv&columns=time,client,detail.reason')).text());
});
