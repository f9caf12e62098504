import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { receive, type Receiver } from './receiver';
import { page } from './signed-in';
import { api, until } from './world';

/* What a page needs and does not get, or may not do, is said where it is missing; what somebody has on the page stays. */

const RUN = Date.now().toString(36);
const ACTION = `refused.parked-${RUN}`;
const PERSON = `u-refused-${RUN}`;
const REFUSED = { status: 403, contentType: 'application/problem+json', body: JSON.stringify({ status: 403, code: 'not-granted', detail: 'this key may not' }) };

let receiver: Receiver;
let id = '';

beforeAll(async () => {
  receiver = await receive((body) => (body.includes('refuse-me') ? [422, 'no'] : [200, '{}']));
  const made = await api('/v1/integrations', {
    method: 'POST',
    body: JSON.stringify({ organization: 'demo', name: `Refusing ${RUN}`, type: 'webhook', enabled: true, filter: `action:${ACTION}`, webhook: { endpoint: `${receiver.url}/in` } }),
  });
  id = ((await made.json()) as { id: string }).id;
  for (const description of ['refuse-me', 'taken']) {
    await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: ACTION, actor: { id: PERSON }, detail: { description } }) });
  }
  await until('one is parked', async () => ((await (await api(`/v1/integrations/${id}`)).json()) as { status: { parked: number } }).status.parked === 1);
});

afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

afterAll(async () => {
  await api(`/v1/integrations/${id}?pending=abandon`, { method: 'DELETE' });
  receiver?.close();
});

const line = () => page.locator('.int.open');

test('parked events that cannot be fetched are no empty table, and one that cannot is no empty event', async () => {
  await page.route(/\/parked$/, (route) => route.fulfill(REFUSED));
  await page.goto(`/o/demo/integrations?open=${id}`);
  await line().getByRole('alert').waitFor();
  expect(await line().getByRole('table').count()).toBe(0);

  await page.unrouteAll();
  await page.route(/\/parked\/\d+$/, (route) => route.fulfill(REFUSED));
  await page.goto(`/o/demo/integrations?open=${id}`);
  await line().getByRole('button', { name: 'Edit and send' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('textbox').count()).toBe(0);
});

test('a replay that cannot be counted says so, and of nothing there is none', async () => {
  await page.route(/\/replay$/, (route) => route.fulfill(REFUSED));
  await page.goto(`/o/demo/integrations?open=${id}`);
  await line().getByRole('button', { name: 'Replay…' }).click();
  const dialog = page.getByRole('dialog');
  const told = dialog.getByRole('status');
  await told.filter({ hasText: 'this key may not' }).waitFor();

  await page.unrouteAll();
  await dialog.getByLabel(/^From/).fill('2020-01-01 00:00');
  await dialog.getByLabel(/^To/).fill('2020-01-02 00:00');
  await told.filter({ hasText: 'Nothing that this destination gets was received in this time.' }).waitFor();
  expect(await dialog.getByRole('button', { name: 'Send again' }).isDisabled()).toBe(true);
  await dialog.getByLabel(/^To/).fill('tomorrow');
  await told.filter({ hasText: 'A date is needed' }).waitFor();
});

test('a switch that may not be turned says why', async () => {
  await page.route(/\/pause$/, (route) => route.fulfill(REFUSED));
  await page.goto(`/o/demo/integrations?open=${id}`);
  await line().getByRole('switch', { name: 'Enable audit logging' }).click();
  await line().getByRole('alert').filter({ hasText: 'this key may not' }).waitFor();
});

test('a filter that cannot be read is told under it by its column, and no number is given for it', async () => {
  await page.goto('/o/demo/integrations/new/syslog');
  await page.getByText(/of the last day that would have been \d/).waitFor();
  const filter = page.getByLabel(/^Filter/);
  await filter.fill('outcome:denied actr:x');
  await page.getByRole('alert').filter({ hasText: "Column 16: There is no field 'actr'; did you mean 'actor'?" }).waitFor();
  expect(await filter.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByText('of the last day that would have been').count()).toBe(0);
  await filter.fill('outcome:denied');
  await page.getByText(/of the last day that would have been \d/).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('the salt of an erasure, which is told once, stays when the list cannot be fetched', async () => {
  await page.goto('/o/demo/lifecycle/erasures');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  await page.getByLabel(/^Actor id/).fill(PERSON);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByLabel(/^Reason/).fill(`request ${RUN}`);
  await page.getByLabel('Type 2 to confirm').fill('2');
  await page.route(/\/v1\/erasures\?organization/, (route) => route.fulfill(REFUSED));
  const failed = page.waitForResponse((response) => response.request().method() === 'GET' && response.status() === 403);
  await page.getByRole('button', { name: 'Erase from 2 events' }).click();
  await (await failed).finished();
  expect(await page.locator('.command').innerText()).toMatch(/^[0-9a-f]{32,}$/);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.unrouteAll();
  await page.reload();
  await page.locator('tr', { hasText: `request ${RUN}` }).waitFor();
});
