import { readFile } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Download } from 'playwright-core';
import { expect, test } from 'vitest';
import { page } from './signed-in';
import { api, apiJson, complaints, until } from './world';

/* The chapter of the story in which somebody does not believe it: evidence saved, checked, refused, and the checkpoints. */

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
  // Within what the first file is packed into: a bit of the zip's own headers is another fault.
  broken[30 + zip.readUInt16LE(26) + zip.readUInt16LE(28) + 100]! ^= 1;
  await choose(broken);
  await page.getByRole('heading', { name: 'This evidence does not match' }).waitFor();
});

test('a file that cannot be read is named in what to do, and nothing leads from an event that is another to the root', async () => {
  const choose = (name: string, bytes: Buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer: bytes });
  await choose('of the auditor.zip', files[0]!.subarray(0, 1000));
  await page.getByText('./indelible verify of the auditor.zip').waitFor();
  const other = forged(files[0]!);
  await choose('evidence.zip', other);
  await page.getByRole('heading', { name: 'This evidence does not match' }).waitFor();
  expect(await page.locator('.steps b', { hasText: 'This is not the event that was sealed' }).count()).toBe(1);
  await page.locator('.path svg .of-another').waitFor();
  await page.locator('.path svg').getByText(/^Not event/).waitFor();
});

/** The same evidence of an event that failed, where it was denied: a whole zip, whose checksums are right. */
function forged(zip: Buffer): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const name = zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = Buffer.from(inflateRawSync(zip.subarray(begin, begin + zip.readUInt32LE(at + 20))).toString('latin1').replace('denied', 'failed'), 'latin1');
    const header = Buffer.alloc(30);
    header.write('PK\x03\x04', 'latin1');
    header.writeUInt16LE(20, 4);
    header.writeUInt32LE(crc32(data), 14);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt32LE(data.length, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    files.push(header, name, data);
    directory.push(entry, name);
    offset += header.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

test('that there is no such event is an answer, and no fault to be sent to somebody', async () => {
  await page.goto('/o/demo/proof?event=99999999');
  await page.getByText('There is no event 99999999', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Copy for support' }).count()).toBe(0);
});

test('what was checked says times and numbers as the rest of the page does', async () => {
  const { events } = await apiJson<{ events: { id: string; sequence: number; received: string }[] }>('/v1/events?organization=demo&limit=1&q=order.refund');
  const [event] = events;
  const steps = page.locator('.checks .steps').first();
  const shown = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Tokyo' }).format(Date.parse(event!.received));
  for (const [zone, text] of [['UTC', `${event!.received.slice(11, 23)} UTC`], ['Asia/Tokyo', `${shown}, ${new Date(Date.parse(event!.received) + 9 * 3_600_000).toISOString().slice(11, 23)} Tokyo`]] as const) {
    await page.goto(`/o/demo/proof?event=${event!.id}`);
    await page.evaluate((chosen) => localStorage.setItem('zone', chosen), zone);
    await page.reload();
    await steps.locator('time').first().waitFor();
    expect(await steps.locator('time').first().innerText()).toContain(text);
    expect(Date.parse((await steps.locator('time').first().getAttribute('datetime')) ?? '')).toBe(Math.floor(Date.parse(event!.received)));
    expect(await steps.innerText()).not.toMatch(/\dT\d\d:/);
  }
  await steps.getByText(`It is entry ${event!.sequence.toLocaleString('en-GB')} of the `).waitFor();
  await page.evaluate(() => localStorage.removeItem('zone'));
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

test('a checkpoint whose newest event tells no time says so', async () => {
  const times = page.locator('section[aria-label="Checkpoints"] td[data-name="Last received"]');
  await page.goto('/o/demo/proof');
  await times.first().waitFor();
  expect(await times.first().innerText()).toMatch(/\d\d:\d\d/);
  await page.route('**/logs/demo/tile/entries/**', (route) => route.fulfill({ body: '' }));
  await page.reload();
  await times.first().waitFor();
  expect([...new Set(await times.allInnerTexts())]).toEqual(['not known']);
  await page.unrouteAll();
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
