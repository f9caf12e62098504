import { expect, test } from 'vitest';
import { listen, paged, rows } from './events-page';
import { page } from './signed-in';
import { api, apiJson, until } from './world';

/* What is asked: once, at its place, and taken back. */

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

test('a page that comes as a minute turns asks for the first rows once', async () => {
  const other = await page.context().newPage();
  try {
    // By the clock of this page a minute turns once the first questions are on their way.
    await other.addInitScript(() => {
      const now = Date.now;
      const toMinuteMillis = 60_000 - (now() % 60_000);
      Date.now = () => now() + toMinuteMillis - ('begun' in window ? 0 : 10_000);
    });
    const asked: URL[] = [];
    other.on('request', (request) => asked.push(new URL(request.url())));
    await other.goto('/o/demo/events');
    await other.locator('[role=row][data-id]').first().waitFor();
    await other.waitForLoadState('networkidle');

    expect(paged(asked)).toHaveLength(1);
  } finally {
    await other.close();
  }
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

test('a value that no event has is told with those that there are', async () => {
  await page.goto('/o/demo/events?q=service%3Abackoffice+outcome%3Afine');
  await page.getByRole('alert').waitFor();
  await page.getByText('Nothing is asked until the search is mended').waitFor();

  expect(await page.getByRole('alert').allInnerTexts()).toEqual(["Column 28: 'fine' is none of: success, failure, denied, unknown"]);
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

test('a filtered value is marked that is not among the most frequent, and a changed search is taken back', async () => {
  const rare = `rarely.found-${Date.now().toString(36)}`;
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: rare, actor: { id: 'u-17', name: 'Jane Doe' } }) });
  // Behind the five that are shown.
  const place = async () => (await apiJson<{ values: { value: string }[] }>('/v1/events/values?organization=demo&field=action&limit=50')).values.findIndex(({ value }) => value === rare);
  await until('it is counted', async () => (await place()) >= 5);
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
  expect(await facet.locator('[aria-pressed=true]').innerText()).toContain(rare);

  const saved = await apiJson<{ id: string }>('/v1/searches', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'To revert', q: 'outcome:failure', from: '-7d', to: '', columns: [], shared: true }) });
  await page.goto(`/o/demo/events?q=outcome%3Adenied&saved=${saved.id}`);
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  await until('it is as it was saved', async () => new URL(page.url()).searchParams.get('q') === 'outcome:failure');
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

test('where the counts could not be fetched that is said beside the rows, and they can be asked for again', async () => {
  await page.route('**/v1/events/stats*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"status":500,"code":"internal-error","detail":"the server failed; its log says why"}' }));
  await page.goto('/o/demo/events?from=-6d');
  await page.locator('[role=row][data-id]').first().waitFor();
  const said = page.locator('.hist [role=alert]');
  await said.waitFor();
  expect(await said.innerText()).toBe('The counts could not be fetched. Try again');
  await page.unroute('**/v1/events/stats*');
  await said.getByRole('button').click();
  await said.waitFor({ state: 'detached' });
  await page.locator('.facets li').first().waitFor();
});
