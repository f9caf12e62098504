import type { Locator } from 'playwright-core';
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

test('a folder is moved by its form into another, but not into what is in it, and a project out of it', async () => {
  const made = Date.now().toString(36);
  const make = (path: string, body: object) => api(`/v1/${path}`, { method: 'POST', body: JSON.stringify({ organization: 'demo-two', ...body }) });
  await make('folders', { id: `north-${made}` });
  await make('folders', { id: `south-${made}` });
  await make('folders', { id: `below-${made}`, parent: `south-${made}` });
  await make('projects', { id: `shop-${made}`, folder: `south-${made}` });
  await page.goto('/o/demo-two/access/structure');
  const edit = async (id: string) => {
    await page.locator('.branch').filter({ has: page.locator('b', { hasText: id }) }).getByRole('button', { name: 'Edit' }).click();
    return page.getByRole('dialog', { name: `Edit ${id}` });
  };
  const save = async (dialog: Locator) => {
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  const south = await edit(`south-${made}`);
  const offered = await south.getByLabel(/^Where/).locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(offered.filter((one) => one === '' || one.endsWith(made))).toEqual(['', `north-${made}`]);
  await south.getByLabel(/^Where/).selectOption(`north-${made}`);
  await save(south);
  const shop = await edit(`shop-${made}`);
  expect(await shop.getByLabel(/^Where/).inputValue()).toBe(`south-${made}`);
  await shop.getByLabel(/^Where/).selectOption('');
  await save(shop);

  const { folders } = await apiJson<{ folders: { id: string; parent?: string }[] }>('/v1/folders?organization=demo-two');
  const { projects } = await apiJson<{ projects: { id: string; folder?: string }[] }>('/v1/projects?organization=demo-two');
  expect(folders.find((one) => one.id === `south-${made}`)?.parent).toBe(`north-${made}`);
  expect(projects.find((one) => one.id === `shop-${made}`)?.folder).toBe(undefined);
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
