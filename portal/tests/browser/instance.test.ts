import { expect, test } from 'vitest';
import { page } from './signed-in';
import { apiJson, api, until } from './world';

/* The keys and grants of the whole instance are of no organization: they are on the pages of its own log. */

const NAME = `instance ${Date.now().toString(36)}`;

test('keys and grants of the instance are listed, made and taken back where its log is', async () => {
  const { id } = await apiJson<{ id: string }>('/v1/grants', { method: 'POST', body: JSON.stringify({ subject: { kind: 'person', id: `${NAME.replace(' ', '-')}@example.com` }, role: 'auditor' }) });
  await page.goto('/o/indelible/access/keys');
  await page.locator('tbody tr', { hasText: 'bootstrap' }).waitFor();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Name/).fill(NAME);
  await dialog.getByText('in whole instance').waitFor();
  expect(await dialog.getByLabel('Where').count()).toBe(0);
  await dialog.getByRole('button', { name: 'Create the key' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.locator('tbody tr', { hasText: NAME }).filter({ hasText: 'whole instance' }).waitFor();
  const { keys } = await apiJson<{ keys: { name: string; id: string; organization?: string }[] }>('/v1/keys');
  const made = keys.filter((one) => one.name === NAME);
  expect(made.map((one) => one.organization)).toEqual([undefined]);
  await api(`/v1/keys/${made[0]?.id ?? ''}`, { method: 'DELETE' });

  await page.goto('/o/indelible/access/grants');
  const row = page.locator('tbody tr', { hasText: `${NAME.replace(' ', '-')}@example.com` });
  await row.getByRole('button', { name: 'whole instance' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await row.waitFor({ state: 'detached' });
  const { grants } = await apiJson<{ grants: { id: string }[] }>('/v1/grants');
  expect(grants.some((one) => one.id === id)).toBe(false);
});

test('the instance has organizations in the place of levels, and no page asks for levels of it', async () => {
  const failed: string[] = [];
  page.on('response', (response) => response.status() >= 400 && failed.push(response.url()));
  await apiJson('/v1/organizations', { method: 'POST', body: JSON.stringify({ id: NAME.replace(' ', '-'), name: NAME }) });
  await page.goto('/o/indelible/access/structure');
  await page.getByText('The instance has no folders and projects of its own.').waitFor();
  await page.locator('.branch', { hasText: NAME }).getByRole('link', { name: 'Keys' }).click();
  await page.waitForURL(`**/o/${NAME.replace(' ', '-')}/access/keys`);
  await until('its keys are asked for', () => page.getByText('No key yet').isVisible());
  expect(failed).toEqual([]);
});
