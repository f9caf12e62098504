import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api, apiJson, complaints, context, launch, LOOKS, until } from './world';

/* The chapter of the story in which somebody does not believe it: evidence saved, checked, refused, and the checkpoints. */

let browser: Browser;
let world: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  world = await context(browser, LOOKS[0]!);
  page = await world.newPage();
  page.setDefaultTimeout(20_000);
});

afterAll(async () => {
  await browser?.close();
});

const rows = () => page.locator('[role=row][data-id]');

test('the evidence of a selection is saved, an event a file, and verified by the page', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied');
  await rows().first().waitFor();
  for (const index of [0, 1]) {
    await rows().nth(index).getByRole('checkbox').check();
  }
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.locator('.foot').getByRole('button', { name: 'Evidence', exact: true }).click();
  await until('both files are saved', async () => downloads.length === 2);
  const chosen = await rows().evaluateAll((all) => all.slice(0, 2).map((row) => row.getAttribute('data-id') ?? ''));
  files.push(...(await Promise.all(downloads.map(async (one) => readFile(await one.path())))));
  await page.goto('/verify');
  for (const [index, file] of files.entries()) {
    const { sequence } = await apiJson<{ sequence: number }>(`/v1/events/${chosen[index] ?? ''}?organization=demo`);
    expect(downloads[index]?.suggestedFilename()).toBe(`demo-${sequence}-evidence.zip`);
    await page.locator('input[type=file]').setInputFiles({ name: 'evidence.zip', mimeType: 'application/zip', buffer: file });
    await page.getByRole('heading', { name: `Event ${sequence.toLocaleString('en-GB')} is unchanged and in its place` }).waitFor();
  }
});

const files: Buffer[] = [];

test('a file that does not match is refused, at the step and with the reason', async () => {
  const zip = files[0]!;
  const choose = (bytes: Buffer) => page.locator('input[type=file]').setInputFiles({ name: 'evidence.zip', mimeType: 'application/zip', buffer: bytes });
  await choose(zip);
  await page.getByRole('heading', { name: /is unchanged and in its place/ }).waitFor();
  expect(await page.locator('.path svg circle').count()).toBeGreaterThan(8);
  const broken = Buffer.from(zip);
  broken[Math.floor(zip.length / 3)]! ^= 1;
  await choose(broken);
  await page.getByRole('heading', { name: 'This evidence does not match' }).waitFor();
});

test('the checkpoints of the log and what was checked here are listed', async () => {
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1&q=order.refund');
  await page.goto(`/o/demo/proof?event=${events[0]?.id ?? ''}`);
  const { sequence } = await apiJson<{ sequence: number }>(`/v1/events/${events[0]?.id ?? ''}?organization=demo`);
  await page.getByRole('link', { name: `Event ${sequence.toLocaleString('en-GB')} is unchanged and in its place`, exact: true }).waitFor();
  const newest = page.locator('section[aria-label="Checkpoints"] tbody tr').first();
  await until('the newest checkpoint', async () => {
    const [, size, root] = (await (await api('/logs/demo/checkpoint')).text()).split('\n');
    const text = (await newest.count()) > 0 ? await newest.innerText() : '';
    return text.includes(Number(size).toLocaleString('en-GB')) && text.includes(root ?? '-');
  });
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
