import { beforeAll, expect, test } from 'vitest';
import { browser, page } from './signed-in';
import { api, apiJson, context, LOOKS, until, URL_OF } from './world';

/* People are found, shown and followed by their names, whatever the ids are. */

beforeAll(async () => {
  for (const [id, name] of [['n-1', 'Noor Rahman'], ['n-2', 'Noor Visser'], ['n-3', 'Olga Petrova']]) {
    await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: 'name.test', actor: { id, name }, targets: [{ type: 'order', name: 'Zebra order' }] }) });
  }
});

const rows = () => page.locator('[role=row][data-id]');
const q = () => new URL(page.url()).searchParams.get('q');
const actors = async () => [...new Set(await rows().locator('.actor .v').allInnerTexts())];
const search = async (text: string) => {
  await page.getByRole('combobox', { name: 'Search events' }).fill(text);
  await page.keyboard.press('Enter');
};

test('a first or last name that one person has finds that one, and the search shows the name', async () => {
  for (const part of ['Lena', 'schmidt', 'Olga']) {
    await page.goto('/o/demo/events');
    await rows().first().waitFor();
    await search(`actor:${part}`);
    await until(`${part} is found`, async () => q() === (part === 'Olga' ? 'actor:n-3' : 'actor:u-48'));
    await rows().first().waitFor();
    const name = part === 'Olga' ? 'Olga Petrova' : 'Lena Schmidt';
    await page.locator('.tok', { hasText: `actor:${name}` }).waitFor();
    await page.getByText(`“${part}” is read as ${name}.`).waitFor({ state: 'attached' });
    await until(`only ${name} is shown`, async () => (await actors()).join() === name);
  }
});

test('a name that several have is offered to choose from, and so is what is known of a target', async () => {
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  await search('actor:Noor');
  await page.getByText('Nobody is called just “Noor”. Named so are:').waitFor();
  await page.getByRole('button', { name: 'Noor Visser: 1 event' }).click();
  await until('it is asked for', async () => q() === 'actor:n-2');
  await until('it is found', async () => (await rows().count()) === 1);

  await page.goto('/o/demo/events?q=target%3AZebra');
  await page.getByRole('button', { name: 'Targets that begin with Zebra: 3 events' }).click();
  await until('they are found', async () => q() === 'target:Zebra*' && (await rows().count()) === 3);
});

test('where nothing is found people are told by name', async () => {
  await page.goto('/o/demo/events?q=actor%3Au-48+action%3Anothing.such');
  await page.getByRole('button', { name: /^without action:nothing\.such: [\d,]+ events$/ }).waitFor();
  await page.locator('.tok', { hasText: 'actor:Lena Schmidt' }).waitFor();
  await page.goto('/o/demo/events?q=actor%3Au-48+action%3Aname.test');
  await page.getByRole('button', { name: 'without actor:Lena Schmidt: 3 events' }).waitFor();
});

test('a grant leads to what somebody did, here and in Indelible itself', async () => {
  const { id } = await apiJson<{ id: string }>('/v1/grants', { method: 'POST', body: JSON.stringify({ subject: { kind: 'person', id: 'lena.schmidt@example.com' }, role: 'reader', organization: 'demo' }) });
  await page.goto('/o/demo/access/grants');
  await page.getByRole('rowheader').getByRole('link', { name: 'lena.schmidt@example.com' }).click();
  await rows().first().waitFor();

  expect(q()).toBe('actor:lena.schmidt@example.com (service:indelible OR -service:indelible)');
  expect(await actors()).toEqual(['Lena Schmidt']);
  await api(`/v1/grants/${id}`, { method: 'DELETE' });
});

test('whoever is signed in finds what they did, and their roles in words', async () => {
  await page.goto('/o/demo/events');
  await page.getByRole('button', { name: /^Account of / }).click();
  await page.getByText(/^bootstrap, Administrator$/).waitFor();
  await page.getByRole('menuitem', { name: 'All that you did, 90 days' }).click();
  await until('it is asked for', async () => q() === 'actor:bootstrap (service:indelible OR -service:indelible)');
  await until('only that is shown', async () => (await actors()).join() === 'bootstrap');
});

test('an auditor is told that only the events of Indelible itself are in reach', async () => {
  const key = await apiJson<{ id: string; secret: string }>('/v1/keys', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'auditor of names', roles: ['auditor'], validFor: 'P1D' }) });
  for (const [locale, text] of [['en-GB', 'only those that Indelible itself writes are in reach'], ['de-DE', 'nur die erreichbar, die Indelible selbst schreibt']] as const) {
    const auditors = await context(browser, LOOKS[0]!, { signedIn: false, locale });
    await auditors.request.post('/v1/session', { data: { key: key.secret }, headers: { Origin: URL_OF } });
    const own = await auditors.newPage();
    await own.goto('/o/demo/events');
    await own.locator('[role=row][data-id]').first().waitFor();
    await own.getByRole('note').filter({ hasText: text }).waitFor();
    await auditors.close();
  }
  await page.goto('/o/demo/events');
  await rows().first().waitFor();
  expect(await page.getByRole('note').count()).toBe(0);
  await api(`/v1/keys/${key.id}`, { method: 'DELETE' });
});
