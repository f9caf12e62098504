import { expect, test } from 'vitest';
import { browser, page } from './signed-in';
import { api, apiJson, complaints, context, LOOKS, URL_OF } from './world';

/* What administrators make: organizations and what is in them. */

test('an organization is made by its form, refused under a name that is taken, and can be chosen and looked at', async () => {
  await page.goto('/o/demo/access/structure');
  await page.getByRole('button', { name: 'Organization', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'New organization' });
  const create = dialog.getByRole('button', { name: 'Create' });
  expect(await create.isDisabled()).toBe(true);
  await dialog.getByLabel('Id').fill('no blanks');
  expect(await create.isDisabled()).toBe(true);
  await dialog.getByLabel('Id').fill('demo-two');
  await dialog.getByLabel('Name').fill('Second demo');
  await create.click();
  await dialog.waitFor({ state: 'detached' });
  const { organizations } = await apiJson<{ organizations: { id: string; name: string }[] }>('/v1/organizations');
  expect(organizations.filter((one) => one.id === 'demo-two').map((one) => one.name)).toEqual(['Second demo']);

  // Once more: what was typed stays, and why not is said.
  await page.getByRole('button', { name: 'Organization', exact: true }).click();
  await dialog.getByLabel('Id').fill('demo-two');
  await create.click();
  await dialog.getByRole('alert').filter({ hasText: 'demo-two' }).waitFor();
  expect(await dialog.getByLabel('Id').inputValue()).toBe('demo-two');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Scope: / }).click();
  await page.locator('.tree').getByRole('button', { name: /Second demo/ }).click();
  await page.getByRole('button', { name: 'Scope: Second demo. Change' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/o/demo-two/access/structure');
  await page.locator('.branch', { hasText: 'Second demo' }).waitFor();
});

test('of more projects than one question names, folders and projects all have their counts', async () => {
  const make = (path: string, body: object) => api(`/v1/${path}`, { method: 'POST', body: JSON.stringify({ organization: 'demo-two', ...body }) });
  await make('folders', { id: 'many', name: 'Many' });
  for (let from = 0; from < 230; from += 23) {
    await Promise.all(Array.from({ length: 23 }, (_, index) => make('projects', { id: `p-${from + index}`, folder: 'many' })));
  }
  await api('/v1/events?organization=demo-two', {
    method: 'POST',
    body: JSON.stringify([{ project: 'p-3' }, { project: 'p-229' }, { project: 'p-229' }, { folder: 'many' }, {}].map((place) => ({ action: 'x.create', actor: { id: 'a' }, ...place }))),
  });
  await page.goto('/o/demo-two/access/structure');
  const count = (name: string) => page.locator('.branch').filter({ has: page.locator('b', { hasText: new RegExp(`^${name}$`) }) }).locator('.count');
  await count('p-229').filter({ hasText: '2 events' }).waitFor();

  expect(await Promise.all(['Many', 'p-3', 'p-4', 'p-229'].map((name) => count(name).innerText()))).toEqual(['4 events', '1 event', '0 events', '2 events']);
});

test('a key that may more than who looks at it administers cannot be rotated by them, and says why; it can be revoked', async () => {
  const key = (await apiJson<{ id: string }>('/v1/keys', {
    method: 'POST',
    body: JSON.stringify({ organization: 'demo-two', folder: 'many', name: 'sender with more', roles: ['writer'] }),
  })).id;
  const lower = await apiJson<{ secret: string }>('/v1/keys', {
    method: 'POST',
    body: JSON.stringify({ organization: 'demo-two', folder: 'many', name: 'administrator of many', roles: ['administrator'] }),
  });
  await api('/v1/grants', {
    method: 'POST',
    body: JSON.stringify({ organization: 'demo-two', subject: { kind: 'key', id: key }, role: 'reader' }),
  });

  const theirs = await context(browser, LOOKS[0]!, { signedIn: false });
  const entered = await theirs.request.post('/v1/session', { data: { key: lower.secret }, headers: { Origin: URL_OF } });
  expect(entered.ok()).toBe(true);
  const their = await theirs.newPage();
  await their.goto('/o/demo-two/access/keys');
  const row = their.getByRole('row', { name: /sender with more/ });
  const rotate = row.getByRole('button', { name: 'Rotate' });
  await rotate.waitFor();
  expect(await rotate.isDisabled()).toBe(true);
  expect(await rotate.getAttribute('title')).toContain('Only who administers all that this key may');
  expect(await row.getByRole('button', { name: 'Revoke' }).isDisabled()).toBe(false);
  expect(await their.getByRole('row', { name: /administrator of many/ }).getByRole('button', { name: 'Rotate' }).isDisabled()).toBe(false);
  await theirs.close();
});

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
