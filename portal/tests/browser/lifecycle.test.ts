import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { page } from './signed-in';
import { api, apiJson, complaints, opensByKeyboard, until } from './world';

/* How long events are kept, what is held, and a person who is erased: from the pages, checked by the API. */

// Names of its own for each run, so that it can be repeated against a server that stays.
const RUN = Date.now().toString(36);
const PERSON = `u-story-${RUN}`;
const EMAIL = `erika.${RUN}@example.com`;
const NAME = `Erika Story${RUN}`;
const ACTION = `story.person-${RUN}`;
const CASE = `case ${RUN}`;
const REQUEST = `request ${RUN}`;

beforeAll(async () => {
  await api('/v1/retention', { method: 'PUT', body: JSON.stringify({ organization: 'demo', bodyDays: 90, rules: [] }) });
  for (const outcome of ['success', 'denied', 'success']) {
    await api('/v1/events?organization=demo', {
      method: 'POST',
      body: JSON.stringify({ action: ACTION, outcome, actor: { id: PERSON, email: EMAIL, name: NAME }, client: { ip: '203.0.113.99' } }),
    });
  }
});

interface Retention {
  bodyDays: number;
  rules: { category?: string; bodyDays: number }[];
}

test('retention says what it would delete before it is saved', async () => {
  await page.goto('/o/demo/lifecycle/retention');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Days, Rule 1').fill('0');
  await page.getByText(/days from 1 to/).waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByLabel('Days, Rule 1').fill('30');
  const { recordDays } = await apiJson<{ recordDays: number }>('/v1/retention?organization=demo');
  const longer = page.locator('.keep').filter({ has: page.getByLabel('Days, Rule 1') }).getByRole('note');
  expect(await longer.innerText()).toContain(`stays for ${recordDays} days all the same`);
  await page.locator('.keep', { hasText: 'What Indelible writes itself' }).getByText(`at least ${recordDays} days`).waitFor();
  await page.getByRole('status').filter({ hasText: 'Would delete nothing now.' }).waitFor();
  await opensByKeyboard(page, page.getByRole('button', { name: 'Save' }));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await until('the dialog goes', async () => (await page.getByRole('dialog').count()) === 0);

  const kept = await apiJson<Retention>('/v1/retention?organization=demo');
  expect(kept.bodyDays).toBe(90);
  expect(kept.rules).toEqual([{ category: 'data-access', bodyDays: 30 }]);
  await page.getByRole('button', { name: 'Rule 1: remove' }).click();
  await page.getByRole('button', { name: 'Take back' }).click();
  expect(await page.getByLabel('Days, Rule 1').inputValue()).toBe('30');
});

test('a hold is placed, keeps a person from being erased, and is released', async () => {
  await page.goto('/o/demo/lifecycle/holds');
  await page.getByRole('button', { name: 'Place a hold' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Search/).fill(`action:${ACTION} outcome:denied`);
  await dialog.getByLabel(/^Reason/).fill(CASE);
  await dialog.getByText(/^1 stored event and all that will match/).waitFor();
  await dialog.getByRole('button', { name: 'Hold it' }).click();
  const line = page.locator('tr', { hasText: CASE });
  await line.getByText('1 event', { exact: true }).waitFor();

  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  await page.getByLabel(/^Actor id/).fill(PERSON);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText(/1 of these events is held/).waitFor();
  expect(await page.getByText('3. Confirm').count()).toBe(0);

  await page.goto('/o/demo/lifecycle/holds');
  await line.getByRole('button', { name: 'Release' }).click();
  await dialog.getByRole('button', { name: 'Release' }).click();
  await until('it is released', async () => (await line.count()) === 0);
});

test('a word that events of everybody have is doubted before it is erased', async () => {
  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  await page.getByLabel(/^Name/).fill('success');
  await page.getByRole('button', { name: 'Find' }).click();
  const doubts = page.getByRole('alert').filter({ hasText: 'This is unlike one person.' });
  await doubts.getByText('Some events also lose what happened, not only who did it.').waitFor();
  await doubts.getByText('A value is short, a word that events of everybody have, or the name of a kind of things.').waitFor();

  // The server does not take it unconfirmed either.
  const refused = await api('/v1/erasures', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'success', reason: REQUEST }) });
  expect(refused.status).toBe(409);
  expect(((await refused.json()) as { code: string }).code).toBe('erasure-unconfirmed');
});

test('what is found of one person is not shown, and nothing confirmed by it, once another is typed', async () => {
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/v1/erasures?dry=true', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  await page.getByLabel(/^Actor id/).fill(PERSON);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByLabel(/^Actor id/).fill(`${PERSON}-other`);
  const answered = page.waitForResponse(/dry=true/);
  answer();
  await (await answered).finished();
  await page.getByRole('button', { name: 'Find' }).waitFor();
  expect(await page.getByText('3. Confirm').count()).toBe(0);

  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('No stored event names this person.').waitFor();
  await page.unroute('**/v1/erasures?dry=true');
});

test('a person is found, erased after the number is typed, and certified', async () => {
  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  await page.getByLabel(/^Actor id/).fill(PERSON);
  await page.getByLabel(/^E-mail/).fill(EMAIL);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('3 events name the person.').waitFor();
  const erase = page.getByRole('button', { name: 'Erase from 3 events' });
  await page.getByLabel(/^Reason/).fill(REQUEST);
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel('Type 3 to confirm').fill('4');
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel('Type 3 to confirm').fill('3');
  await erase.click();
  expect(await page.locator('.command').innerText()).toMatch(/^[0-9a-f]{32,}$/);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  const line = page.locator('tr', { hasText: REQUEST });
  await line.getByText('done').waitFor();
  await line.getByRole('button', { name: 'Certificate' }).click();
  const shown = await page.locator('.command').innerText();
  const started = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
  const file = await readFile(await (await started).path(), 'utf8');
  const { erasures } = await apiJson<{ erasures: { id: string; reason: string }[] }>('/v1/erasures?organization=demo');
  const id = erasures.find((one) => one.reason === REQUEST)?.id ?? '';
  const certificate = await (await api(`/v1/erasures/${id}/certificate?organization=demo`)).text();

  expect(file).toBe(certificate);
  expect(shown.trim()).toBe(certificate.trim());
  expect(new URL(page.url()).searchParams.get('open')).toBe(id);
  const left = await (await api(`/v1/events?organization=demo&q=action:${ACTION}`)).text();
  expect(left).toContain('"erased":["actor","client"]');
  expect(left.includes(PERSON), 'the id is gone').toBe(false);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await opensByKeyboard(page, line.getByRole('button', { name: 'Certificate' }));
});

test('an event of an erased person opens, says what went, and is proven', async () => {
  await page.goto(`/o/demo/events?q=action%3A${ACTION}`);
  expect(await page.locator('[role=row][data-id]').first().locator('.actor').innerText()).toBe('erased');
  await page.locator('[role=row][data-id]').first().locator('.t').click();
  const { erasures } = await apiJson<{ erasures: { id: string; reason: string; completed: string }[] }>('/v1/erasures?organization=demo');
  const request = erasures.find((one) => one.reason === REQUEST)!;
  const on = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(request.completed));
  const erased = page.locator('.drawer .erased-parts');
  await erased.getByText('Erased: Actor, Client. The proof still holds.').waitFor();
  await erased.getByText(`On ${on}, by request ${request.id}.`).waitFor();
  expect(await erased.getByRole('link', { name: request.id }).getAttribute('href')).toBe(`/o/demo/lifecycle/erasures?open=${request.id}`);
  await page.locator('.sealed', { hasText: /Unchanged|erased/ }).waitFor();
  expect(await page.locator('.drawer .say p').innerText()).toMatch(/^\(erased\) /);
  expect(await page.locator('.drawer .sec').first().innerText()).toMatch(/Actor\s+erased\s+Client\s+erased/);
  expect(await page.locator('.drawer .sec h2').allInnerTexts(), 'a section without anything').not.toContainEqual(expect.stringContaining('Neighbours'));
  expect((await page.content()).includes(NAME), 'the name is gone').toBe(false);
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
