import { readFile } from 'node:fs/promises';
import type { Request } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { page, world } from './signed-in';
import { api, apiJson, until } from './world';

/* The page of events where not all is well: a wrong search, a server that says nothing, what came and what is asked. */

afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

const rows = () => page.locator('[role=row][data-id]');

/** What is asked of the API from now on, by its path and parameters. */
function listen(): URL[] {
  const asked: URL[] = [];
  page.on('request', (request: Request) => asked.push(new URL(request.url())));
  return asked;
}

const paged = (asked: URL[]) => asked.filter((one) => one.pathname === '/v1/events' && one.searchParams.get('limit') === '200');

test('a cold load asks for the first rows once, and for nothing twice', async () => {
  const asked = listen();
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.locator('.saved .rest').waitFor();
  await until('it is looked whether more came', async () => asked.some((one) => one.searchParams.get('limit') === '1'));

  expect(paged(asked)).toHaveLength(1);
  const once = asked.filter((one) => one.pathname.startsWith('/v1/') && one.pathname !== '/v1/heads' && one.searchParams.get('limit') !== '1').map((one) => one.pathname + one.search);
  expect(once.filter((one, index) => once.indexOf(one) !== index)).toEqual([]);
});

test('a wrong search is asked once, told once, at its place, and mended by a button', async () => {
  const asked = listen();
  await page.goto('/o/demo/events?q=outcome%3Adenied+actr%3Ajane');
  await page.getByRole('alert').waitFor();
  await page.getByText('Nothing is asked until the search is mended').waitFor();

  expect(await page.getByRole('alert').allInnerTexts()).toEqual([expect.stringMatching(/^Column 16: there is no field 'actr'; did you mean 'actor'\?\s+Use actor$/)]);
  expect(await page.locator('.tok .fault').innerText()).toBe('actr');
  expect(asked.filter((one) => one.pathname.startsWith('/v1/') && one.searchParams.get('q')?.includes('actr')).map((one) => one.pathname)).toEqual(['/v1/events']);
  await page.getByRole('button', { name: 'Use actor' }).click();
  await until('it is mended', async () => new URL(page.url()).searchParams.get('q') === 'outcome:denied actor:jane');
});

test('rows, facets and counts of the last search stay while the next is wrong', async () => {
  await page.goto('/o/demo/events?q=outcome%3Adenied');
  // The other values of the field that is filtered by are asked for on their own, as are names.
  await page.getByRole('region', { name: 'Outcome' }).getByRole('button', { name: 'success' }).waitFor();
  await page.waitForLoadState('networkidle');
  const facets = await page.locator('.facets').innerText();
  await page.getByRole('combobox', { name: 'Search events' }).fill('nowhere:near');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Search for "nowhere:near"' }).waitFor();

  expect(await page.locator('.facets').innerText()).toBe(facets);
  expect(await rows().count()).toBeGreaterThan(0);
});

test('live rows stay when live ends', async () => {
  await page.goto('/o/demo/events?q=action%3Alive.*');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await page.locator('.foot .ok').waitFor();
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'live.row', actor: { id: 'u-17' } }) });
  await rows().filter({ hasText: 'live.row' }).waitFor();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await until('live is off', async () => new URL(page.url()).searchParams.get('live') === null);
  // It is looked whether more came.
  await (await page.waitForResponse((one) => new URL(one.url()).searchParams.get('limit') === '1')).finished();

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
  // The day over the rows is that of the first row that is seen.
  const firstSeen = (await seen())?.[0] ?? '';
  const { time } = await apiJson<{ time: string }>(`/v1/events/${firstSeen}?organization=demo`);
  expect(await page.locator('.day-now').innerText()).toContain(` ${new Date(time).getUTCDate()} `);
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

test('F, X and C act on the active cell', async () => {
  await world.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const q = () => new URL(page.url()).searchParams.get('q');
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const action = () => page.locator('#row-1 [data-cell="3"] .v').innerText();
  await page.locator('.rows').focus();
  await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'c');
  await until('it is copied', async () => (await page.evaluate(() => navigator.clipboard.readText())) === (await action()));
  const first = await action();
  await press('x');
  await until('it is excluded', async () => q() === `-action:${first}`);
  await until('it is gone', async () => (await rows().filter({ hasText: first }).count()) === 0 && (await rows().count()) > 2);
  const second = await action();
  await press('f');
  await until('only that is shown', async () => q() === `action:${second}`);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
});

test('End goes to the end, and what was open is seen again after a reload, from where J and Back go on', async () => {
  const asked = listen();
  await page.goto('/o/demo/events?q=operation%3Aupdate');
  await rows().first().waitFor();
  const from = paged(asked)[0]?.searchParams.get('from') ?? '';
  const oldest = (await apiJson<{ events: { id: string }[] }>(`/v1/events?organization=demo&order=oldest&limit=1&q=operation:update&from=${from}`)).events[0]?.id;
  await page.locator('.rows').focus();
  await page.keyboard.press('End');
  const isSeen = (id: string | null | undefined) => page.locator('.rows').evaluate((grid, id) => {
    const row = grid.querySelector(`[data-id="${id}"]`)?.getBoundingClientRect();
    const box = grid.getBoundingClientRect();
    return row !== undefined && row.top >= box.top + 30 && row.bottom <= box.bottom + 1;
  }, id);
  await until('the oldest is seen', () => isSeen(oldest));

  await page.locator('.rows').evaluate((grid) => grid.scrollTo({ top: 300 * 30 }));
  const event = () => new URL(page.url()).searchParams.get('event');
  await page.locator('.rows').click({ position: { x: 60, y: 300 } });
  await page.locator('.drawer .say p').waitFor();
  const opened = event();
  await page.keyboard.press('2');
  await page.reload();
  await until('its row is seen', () => isSeen(opened));
  await page.keyboard.press('j');
  await until('the next is open', async () => event() !== opened && (await page.locator('[data-open]').getAttribute('data-id')) === event());
  const next = event();
  await page.keyboard.press('Escape');
  await until('it is closed', async () => event() === null);
  expect(new URL(page.url()).searchParams.get('tab')).toBeNull();
  await page.goBack();
  await until('it is open again', async () => event() === next);
});

test('a date is a range, and what is no time is told', async () => {
  await page.goto('/o/demo/events?from=2020-01-01');
  await rows().first().waitFor();
  const asked = listen();
  await page.goto('/o/demo/events?from=banana%201');
  await page.getByRole('alert').filter({ hasText: '“banana 1” is no time' }).waitFor();

  expect(paged(asked)).toEqual([]);
  await page.getByText('The counts come with the first search that has an answer.').waitFor();
  await page.getByRole('button', { name: 'Last 7 days' }).last().click();
  await rows().first().waitFor();
  await page.locator('.facets').getByRole('button', { name: 'Outcome' }).waitFor();

  await page.goto('/o/demo/overview?from=2999-01-01');
  await page.getByRole('alert').filter({ hasText: 'The range begins in the future, 1 Jan 2999, 00:00:00.000 UTC' }).waitFor();
  expect(asked.filter((one) => /stats|values/.test(one.pathname) && one.search.includes('demo') && (one.search.includes('2999') || !(one.searchParams.has('from') || one.searchParams.has('named'))))).toEqual([]);
  await page.getByRole('button', { name: 'Last 7 days' }).last().click();
  await page.locator('.figures').waitFor();
});

test('an unknown page is told, and pages are found by a part of their name', async () => {
  await page.goto('/o/demo/evnts');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type('tenti');
  await page.getByRole('option', { name: 'Lifecycle › Retention' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Lifecycle' }).waitFor();
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

test('a filtered value is marked that is not among the most frequent, and a changed search is taken back', async () => {
  const { values } = await apiJson<{ values: { value: string }[] }>('/v1/events/values?organization=demo&field=action&limit=50');
  const rare = values.at(-1)?.value ?? '';
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const facet = page.locator('.facets section', { hasText: 'Action' }).first();
  await facet.getByRole('button', { name: 'Find among more than 5' }).hover();
  await facet.getByRole('button', { name: /^Find among \d+$/ }).click();
  // By any part of it.
  await page.getByRole('textbox', { name: 'Find among all' }).fill(rare.slice(1));
  await page.locator('.tree').getByRole('button', { name: rare }).click();
  await until('only that is shown', async () => new URL(page.url()).searchParams.get('q') === `action:${rare}`);
  await page.getByRole('combobox', { name: 'Search events' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  await until('all is shown', async () => !new URL(page.url()).searchParams.has('q'));
  await page.goto(`/o/demo/events?q=action%3A${encodeURIComponent(rare)}`);
  await facet.locator('[aria-pressed=true]').waitFor();
  expect(values.length).toBeGreaterThan(5);
  expect(await facet.locator('[aria-pressed=true]').innerText()).toContain(rare);

  const saved = await apiJson<{ id: string }>('/v1/searches', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'To revert', q: 'outcome:failure', from: '-7d', to: '', columns: [], shared: true }) });
  await page.goto(`/o/demo/events?q=outcome%3Adenied&saved=${saved.id}`);
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  await until('it is as it was saved', async () => new URL(page.url()).searchParams.get('q') === 'outcome:failure');
});

test('a part that cannot be loaded is told in its place, and tried again', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.route('**/drawer-*.js', (route) => route.abort());
  await rows().first().locator('.t').click();
  await page.locator('.drawer').getByRole('heading', { name: 'This part of the page could not be loaded' }).waitFor();
  expect(await rows().count()).toBeGreaterThan(0);
  await page.unrouteAll();
  await page.locator('.drawer').getByRole('button', { name: 'Try again' }).click();
  await page.locator('.drawer .say p').waitFor();
});

test('a server that says nothing is told within seconds, and its return is seen', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.route(/\/(v1|health)\//, () => undefined);
  await page.locator('.saved').getByRole('button', { name: 'Denied' }).click();
  await page.locator('.foot', { hasText: 'No connection since' }).waitFor({ timeout: 8_000 });
  await page.locator('.mid').getByText('The server cannot be reached').waitFor({ timeout: 1_000 });
  expect(await rows().count()).toBe(0);
  await page.locator('.hist .plot').focus();
  await page.keyboard.press('d');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await rows().first().waitFor();
});

test('a search that takes long says so, can be cancelled, and offers a shorter range', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.route('**/v1/events?*', async (route) => {
    const { searchParams } = new URL(route.request().url());
    if (isHeld && searchParams.get('limit') === '200' && searchParams.get('q') === 'outcome:denied') {
      await new Promise<void>((resolve) => held.push(resolve));
    }
    await route.continue().catch(() => undefined);
  });
  await page.locator('.saved').getByRole('button', { name: 'Denied' }).click();
  const line = page.getByRole('status').filter({ hasText: 'Still searching' });
  await line.waitFor({ timeout: 6_000 });
  expect(await rows().count()).toBeGreaterThan(0);
  await line.getByRole('button', { name: 'Cancel' }).click();
  const told = page.getByRole('status').filter({ hasText: 'The search was cancelled. What is shown answers the one before.' });
  await told.getByRole('button', { name: 'Try again' }).click();
  await line.getByRole('button', { name: 'Search the last 24 hours first' }).click();
  await until('the range is short', async () => new URL(page.url()).searchParams.get('from') === '-24h');
  // The question may come only now.
  isHeld = false;
  held.forEach((go) => go());
  await until('there is an answer', async () => (await page.locator('.mid:not([data-refetching])').count()) === 1);
});

test('columns and the height of rows are remembered', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Columns and order' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Service' }).click();
  await page.getByRole('menuitemradio', { name: 'Roomy rows' }).click();
  await page.keyboard.press('Escape');
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  expect(await page.getByRole('columnheader', { name: 'Service' }).count()).toBe(1);
  expect((await rows().first().boundingBox())?.height).toBe(36);
  await page.getByRole('button', { name: 'Columns and order' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Service' }).click();
  await page.getByRole('menuitemradio', { name: 'Compact rows' }).click();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('columnheader', { name: 'Service' }).count()).toBe(0);
  expect((await rows().first().boundingBox())?.height).toBe(30);
});

test('a column is dragged to another place, which is remembered', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  const head = (name: string) => page.getByRole('columnheader', { name, exact: true });
  const heads = async () => (await page.locator('.rows [role=columnheader]').allInnerTexts()).map((one) => one.trim()).join();
  await head('Target').dragTo(head('Actor'));
  await until('it is moved', async () => (await heads()).startsWith(',Time,Target,Actor,Action'));
  await page.reload();
  await rows().first().waitFor();
  expect(await heads()).toMatch(/^,Time,Target,Actor,Action/);
  await page.evaluate(() => localStorage.clear());
});

test('a column is sized by its edge, keeps that, fits after two clicks, and is as usual again by the menu', async () => {
  await page.goto('/o/demo/events?q=service%3Abackoffice');
  await rows().first().waitFor();
  const head = page.locator('.r.th .movable', { hasText: 'Actor' });
  const width = async () => Math.round((await head.boundingBox())!.width);
  const before = await width();
  const edge = (await head.locator('.sizer').boundingBox())!;
  await page.mouse.move(edge.x + 4, edge.y + 5);
  await page.mouse.down();
  await page.mouse.move(edge.x + 4 - 60, edge.y + 5, { steps: 5 });
  await page.mouse.up();
  await until('it is narrower', async () => (await width()) === before - 60);
  expect(Math.round((await rows().first().locator('.actor').boundingBox())!.width)).toBe(before - 60);
  await page.reload();
  await rows().first().waitFor();
  expect(await width()).toBe(before - 60);
  await head.locator('.sizer').dblclick();
  await until('it fits', async () => (await width()) !== before - 60 && rows().locator('.actor .fit').evaluateAll((all) => all.every((one) => one.scrollWidth <= one.clientWidth)));
  await page.getByRole('button', { name: 'Columns' }).click();
  const fits = await width();
  await page.getByRole('menuitemcheckbox', { name: 'Actor', exact: true }).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await until('it is wider', async () => (await width()) === fits + 16);
  await page.getByRole('menuitem', { name: 'Widths as usual' }).click();
  await until('it is as before', async () => (await width()) === before);
  await page.keyboard.press('Escape');
});

test('what is brushed is said over the bars and covers none, and each value leads to when it was first seen', async () => {
  await page.goto('/o/demo/events?from=-7d');
  await rows().first().waitFor();
  const plot = (await page.locator('.plot').boundingBox())!;
  await page.mouse.move(plot.x + plot.width * 0.2, plot.y + 30);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.4, plot.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.locator('.pill', { hasText: /, ([\d,]+ \w+ of )?[\d,]+ events?, (nothing stands out|[\d.]+ %)/ }).waitFor();
  const pill = (await page.locator('.pill').boundingBox())!;
  expect(pill.y + pill.height).toBeLessThanOrEqual(plot.y);
  await page.keyboard.press('Escape');
  await rows().first().locator('.act .v').click();
  await page.getByRole('menuitem', { name: 'First time in 90 days that this was seen' }).click();
  await page.waitForURL(/order=oldest/);
  expect(new URL(page.url()).searchParams.get('q')).toMatch(/^action:/);
});
