import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive } from './receiver';
import { api, apiJson, complaints, context, launch, LOOKS, until, KEY, URL_OF } from './world';

/* The story: sign in, search, filter by click, open, verify, download and compare, connect, pause, look at who looked. */

interface Stats {
  total: number;
}

let browser: Browser;
let world: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  world = await context(browser, LOOKS[0]!, { signedIn: false });
  page = await world.newPage();
  page.setDefaultTimeout(20_000);
});

afterAll(async () => {
  await browser?.close();
});

const rows = () => page.locator('[role=row][data-id]');
const total = async () => Number((await page.locator('.saved .rest').innerText()).replace(/ event.*$/s, '').replaceAll(',', ''));

test('a wrong key is told so, the right one opens the asked address', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied');
  await page.getByLabel('Key', { exact: true }).fill('ind_no_such_key');
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  await page.getByText('This key is not known here, has expired or was revoked.').waitFor();
  await page.getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Sign in with the key' }).click();
  await rows().first().waitFor();

  expect(new URL(page.url()).searchParams.get('q')).toBe('outcome:denied');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(KEY);
});

test('rows, counts and facets agree with the API', async () => {
  const { total: expected } = await apiJson<Stats>('/v1/events/stats?organization=demo&q=outcome:denied');
  await page.locator('.saved .rest').waitFor();

  await until('the count of the API', async () => (await total()) === expected);
  for (const outcome of await rows().locator('.o').allInnerTexts()) {
    expect(outcome.trim()).toBe('denied');
  }
});

test('a search is typed, completed and taken back', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('actor:u-1');
  // A person is found by name too, and asked for by id.
  const { events } = await apiJson<{ events: { actor: { name: string } }[] }>('/v1/events?organization=demo&q=actor:u-17&limit=1');
  const name = events[0]?.actor.name ?? '';
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(`actor:${name.slice(0, 3).toLowerCase()}`);
  await page.locator('.offer', { hasText: name }).locator('.mute', { hasText: 'u-17' }).waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('actor:u-1');
  // Tab takes the first one.
  await page.locator('#offer-0', { hasText: 'u-17' }).waitFor();
  await page.keyboard.press('Tab');
  await page.locator('.tok', { hasText: `actor:${name}` }).waitFor();
  const expected = await apiJson<Stats>('/v1/events/stats?organization=demo&q=actor:u-17');
  await until('the count of the search', async () => (await total()) === expected.total);

  expect(new URL(page.url()).searchParams.get('q')).toBe('actor:u-17');
  await page.goBack();
  await until('back undoes the step', async () => new URL(page.url()).searchParams.get('q') === null);
});

test('a wrong field is told under the column, with the right one as a button', async () => {
  await page.getByRole('combobox', { name: 'Search events' }).fill('actr:jane');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: "there is no field 'actr'" }).waitFor();
  expect(await rows().count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Use actor' }).click();
  await page.locator('.tok', { hasText: 'actor:jane' }).waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await until('it is cleared', async () => new URL(page.url()).searchParams.get('q') === null);
});

test('a value is filtered by with a click, excluded with another, and comes back', async () => {
  // Rows of the search before stay until those of this one are there.
  await page.locator('.mid:not([data-refetching])').waitFor();
  await rows().first().waitFor();
  // One of the samples: what other tests sent has no outcome.
  const value = rows().filter({ hasText: 'success' }).first().locator('.act .v');
  const action = (await value.innerText()).trim();
  await value.click();
  await page.getByRole('menuitem', { name: /Show only/ }).click();
  await page.locator('.tok', { hasText: `action:${action}` }).waitFor();
  const only = await apiJson<Stats>(`/v1/events/stats?organization=demo&action=${action}`);
  await until('only these', async () => (await total()) === only.total);

  await page.locator('.facets section', { hasText: 'Outcome' }).getByRole('button', { name: /^success/ }).click({ modifiers: ['Alt'] });
  await page.locator('.facets .out', { hasText: 'success' }).waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe(`action:${action} -outcome:success`);
  await page.locator('.facets .out', { hasText: 'success' }).click();
  await until('it is back', async () => new URL(page.url()).searchParams.get('q') === `action:${action}`);
});

test('an event is opened, told in words, and verified in the browser', async () => {
  await page.goto('/o/demo/events?q=order.refund%20outcome%3Asuccess');
  await rows().first().locator('.t').click();
  await page.locator('.drawer .say p').waitFor();
  expect(await page.locator('.drawer .say p').innerText()).toMatch(/changed order order-\d+ from [\d.]+: its price is now 17\.50, no longer 19\.90$/);
  await page.locator('.sealed', { hasText: 'Unchanged since it was received' }).waitFor();
  await page.keyboard.press('p');
  await page.getByText('The event is what was received').waitFor();
  const first = new URL(page.url()).searchParams.get('event');
  await page.keyboard.press('j');
  await until('J goes on', async () => new URL(page.url()).searchParams.get('event') !== first);
  await page.keyboard.press('k');
  await until('K goes back', async () => new URL(page.url()).searchParams.get('event') === first);
  await page.keyboard.press('2');
  await page.getByRole('tab', { name: 'JSON', selected: true }).waitFor();
  await page.locator('.bytes', { hasText: '"changes"' }).waitFor();
  const stored = await (await api(`/v1/events/${first ?? ''}?organization=demo`)).text();
  expect((await page.locator('.bytes').innerText()).replace(/\n\s*/g, '')).toContain('"changes": [{"path": "/price","old": 19.90,"new": 17.50}]');
  expect(stored).toContain('"old":19.90');
  await page.keyboard.press('Escape');
  await until('Escape closes', async () => (await page.locator('.drawer').count()) === 0);
});

test('a search is saved under a name and comes back as a tab', async () => {
  await page.goto('/o/demo/events?q=outcome%3Afailure');
  await rows().first().waitFor();
  await page.keyboard.press('s');
  const form = page.getByRole('form', { name: 'Save this search' });
  await form.getByLabel('Name').fill('What failed');
  await form.getByRole('button', { name: 'Save' }).click();
  await until('it is saved', async () => new URL(page.url()).searchParams.get('saved') !== null);
  await page.goto('/o/demo/events');
  await page.locator('.saved').getByRole('button', { name: /What failed/ }).click();
  await page.locator('.tok', { hasText: 'outcome:failure' }).waitFor();
  await page.keyboard.press('s');
  await form.getByLabel('Name').fill('All that failed');
  await form.getByRole('button', { name: 'Rename' }).click();
  await page.locator('.saved').getByRole('button', { name: /^All that failed/ }).waitFor();
  expect(await page.locator('.saved').getByRole('button', { name: /What failed/ }).count()).toBe(0);
  await page.locator('.tok', { hasText: 'outcome:failure' }).waitFor();
  await page.getByRole('button', { name: 'Remove the saved search All that failed' }).click();
  await page.getByRole('dialog').getByText('Only you see it').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await until('it is gone', async () => (await page.locator('.saved').getByRole('button', { name: /that failed/ }).count()) === 0);
});

test('a download is the list, byte for byte', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied&order=oldest');
  await rows().first().waitFor();
  await page.keyboard.press('d');
  await page.getByRole('radio', { name: /NDJSON/ }).check();
  const started = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
  const file = await (await started).path();
  await page.getByText(/events written to demo-events-/).waitFor();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const from = (await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/v1/events/export')).at(-1))) ?? '';
  const asked = new URL(from).searchParams;
  asked.delete('format');
  const { window, ...filters } = Object.fromEntries(asked);
  const listed = await (await api(`/v1/events?${new URLSearchParams(filters).toString()}&limit=1000`)).text();

  expect(window).toBeTruthy();
  expect(lines.length).toBeGreaterThan(50);
  for (const format of ['OCSF', 'CEF']) {
    await page.getByRole('radio', { name: new RegExp(`^${format} `) }).check();
    const begun = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
    const saved = await begun;
    asked.set('format', format.toLowerCase());
    expect(await readFile(await saved.path(), 'utf8')).toBe(await (await api(`/v1/events/export?${asked.toString()}`)).text());
    await page.getByText(new RegExp(`^ *${lines.length} events written to demo-events-.*${format.toLowerCase()}`)).waitFor();
  }
  expect(listed.startsWith('{"events":[' + lines.join(',\n'))).toBe(true);
  await page.keyboard.press('Escape');
  for (const index of [0, 2]) {
    await rows().nth(index).getByRole('checkbox').check();
  }
  await page.locator('.foot').getByRole('button', { name: 'Download', exact: true }).click();
  await page.getByRole('radio', { name: /NDJSON/ }).check();
  const chosen = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
  expect(await readFile(await (await chosen).path(), 'utf8')).toBe(`${lines[0] ?? ''}\n${lines[2] ?? ''}\n`);
  await page.keyboard.press('Escape');
  const { id } = JSON.parse(lines[2] ?? '') as { id: string };
  await until('it is recorded as an export', async () => (await (await api('/v1/events?organization=demo&category=data-access&action=event.export&limit=5')).text()).includes(`id=${id}`));
});

test('new events are announced and do not move the rows', async () => {
  await page.goto('/o/demo/events');
  const first = await rows().first().getAttribute('data-id');
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'story.announce', actor: { id: 'u-17', name: 'Jane Doe' } }) });
  await page.getByRole('button', { name: /newer event.*, show/ }).waitFor();
  expect(await rows().first().getAttribute('data-id')).toBe(first);
  await page.keyboard.press('n');
  await rows().filter({ hasText: 'story.announce' }).first().waitFor();
});

test('hostile contents are text', async () => {
  const hostile = '<img src=x onerror=document.title="owned">\u202E<script>';
  await api('/v1/events?organization=demo', {
    method: 'POST',
    body: JSON.stringify({ action: 'story.hostile', actor: { id: hostile, name: hostile }, targets: [{ type: 'note', id: 'n', name: hostile }], detail: { description: hostile } }),
  });
  await page.goto('/o/demo/events?q=action%3Astory.hostile');
  await rows().first().locator('.t').click();
  await page.locator('.drawer', { hasText: '<img src=x' }).waitFor();

  expect(await page.locator('.events img, .events script').count()).toBe(0);
  expect(await page.title()).not.toContain('owned');
  expect(await page.locator('.drawer .say').innerText()).toContain('⟨U+202E⟩');
});

test('who is seen for the first time has a row as wide as its panel, however long the name is', async () => {
  // Where nobody else is new.
  const organization = `story-${Date.now().toString(36)}`;
  await api('/v1/organizations', { method: 'POST', body: JSON.stringify({ id: organization }) });
  await api(`/v1/events?organization=${organization}`, { method: 'POST', body: JSON.stringify({ action: 'story.long', actor: { id: 'u-1', name: 'Wolfeschlegelsteinhausenbergerdorff '.repeat(4) } }) });
  await page.goto(`/o/${organization}/overview`);
  const firsts = page.locator('.firsts');
  await firsts.getByText('story.long').waitFor();

  expect(await firsts.evaluate((table) => table.clientWidth - (table.parentElement?.clientWidth ?? 0))).toBe(0);
});

test('a number of the overview opens its rows', async () => {
  await page.goto('/o/demo/overview');
  const figure = page.locator('.figures a', { hasText: 'Denied' });
  await figure.waitFor();
  const count = Number((await figure.locator('b').innerText()).replaceAll(',', ''));
  await figure.click();
  await rows().first().waitFor();
  await until('the same number', async () => (await total()) === count);
});

test('a key is made, shown once, and revoked; reads are seen', async () => {
  await page.goto('/o/demo/access/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('dialog').getByLabel(/^Name/).fill('story key');
  await page.getByRole('button', { name: 'Create the key' }).click();
  const secret = await page.locator('.command').innerText();
  expect(secret).toMatch(/^ind_/);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  const row = page.locator('tr', { hasText: 'story key' });
  await row.waitFor();
  expect(await page.content()).not.toContain(secret);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('revoked').waitFor();

  await page.goto('/o/demo/reads');
  await page.locator('td', { hasText: 'searched events' }).first().waitFor();
});

test('who signs in, looks at the overview, searches once and opens three events is recorded as just that, and sees each checked', async () => {
  const key = await apiJson<{ id: string; secret: string }>('/v1/keys', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'a watched reader', roles: ['reader'] }) });
  const world = await browser.newContext({ baseURL: URL_OF, locale: 'en-GB' });
  await world.request.post('/v1/session', { data: { key: key.secret }, headers: { Origin: URL_OF } });
  const reader = await world.newPage();
  reader.setDefaultTimeout(20_000);
  await reader.goto('/o/demo/overview');
  await reader.getByRole('link', { name: 'Jane Doe' }).first().waitFor();
  await reader.getByRole('region', { name: 'Seen for the first time' }).getByRole('link').first().waitFor();
  await reader.getByRole('link', { name: 'Events', exact: true }).first().click();
  const newest = reader.locator('[role=row][data-id]').first();
  const before = await newest.getAttribute('data-id');
  await reader.getByRole('combobox', { name: 'Search events' }).fill('service:backoffice');
  await reader.keyboard.press('Enter');
  await reader.waitForURL(/q=service/);
  // An event that is opened while other rows come is not among them, and is asked for once more.
  await until('the rows of the search', async () => (await newest.getAttribute('data-id')) !== before);
  for (const at of [0, 1, 2]) {
    await reader.locator('[role=row][data-id] .t').nth(at).click();
    await reader.locator('.drawer .sealed.ok', { hasText: 'Unchanged since it was received' }).waitFor();
    await reader.keyboard.press('Escape');
    await reader.locator('.drawer').waitFor({ state: 'detached' });
  }
  await world.close();

  const did = async () => {
    const { events } = await apiJson<{ events: { action: string }[] }>(`/v1/events?organization=demo&category=data-access&actor=${key.id}`);
    return events.map((one) => one.action).filter((one) => one !== 'event.count').sort();
  };
  await until('the reads are recorded', async () => (await did()).length >= 5);
  expect(await did()).toEqual(['event.read', 'event.read', 'event.read', 'event.search', 'event.search']);
  await page.goto(`/o/demo/reads?actor=${key.id}`);
  await page.locator('td', { hasText: 'opened an event' }).first().waitFor();
  const rows = await page.locator('tbody tr').evaluateAll((all) => all.map((one) => [...one.querySelectorAll('td')].slice(1, 3).map((cell) => cell.textContent?.replace(/ and \d+ others?$/, '').replace(/^[0-9a-f-]{36}$/, 'ID'))));
  expect(rows.map((row) => row.slice(0, 1).concat(row[0] === 'counted events' ? [] : row[1] ?? '')).sort()).toEqual([
    ['counted events'],
    ['opened an event', 'ID'],
    ['opened an event', 'ID'],
    ['opened an event', 'ID'],
    ['searched events', 'everything'],
    ['searched events', 'service:backoffice'],
  ]);
  await api(`/v1/keys/${key.id}`, { method: 'DELETE' });
});

test('a webhook is connected, tested, gets an event, is paused and resumed', async () => {
  const received: string[] = [];
  const receiver = await receive((body) => {
    received.push(body);
    return [200, '{}'];
  });
  try {
    const endpoint = `${receiver.url}/audit`;
    await page.goto('/o/demo/integrations/new/webhook');
    await page.getByLabel(/^Integration name/).fill('Story desk');
    await page.getByLabel(/^Endpoint/).fill(endpoint);
    await page.getByLabel(/^Filter/).fill('action:story.*');
    await page.getByRole('button', { name: 'Test' }).click();
    await page.locator('.wire', { hasText: '/audit' }).waitFor();
    expect(await page.locator('.meaning').innerText()).toBe('It arrived: HTTP 200.');
    expect(received.length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Save' }).click();
    const line = page.locator('.int', { hasText: 'Story desk' });
    await line.waitFor();
    await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'story.deliver', actor: { id: 'u-17' } }) });
    await until('it arrives', async () => received.some((body) => body.includes('story.deliver')));
    await line.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await line.getByText('Paused').waitFor();
    await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'story.waits', actor: { id: 'u-17' } }) });
    await line.getByText(/events? (is|are) not looked at yet/).waitFor();
    await line.getByRole('button', { name: 'Resume' }).click();
    await until('what waited arrives', async () => received.some((body) => body.includes('story.waits')));
    let id = '';
    await until('it is found', async () => {
      id = (await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&action=story.waits')).events[0]?.id ?? '';
      return id !== '';
    });
    await page.goto(`/o/demo/events/${id}?tab=delivery`);
    await page.locator('.went li', { hasText: 'Story desk' }).getByText(/^confirmed/).waitFor();
  } finally {
    receiver.close();
  }
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
