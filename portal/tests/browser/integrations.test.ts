import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive, type Receiver } from './receiver';
import { page } from './signed-in';
import { api, apiJson, complaints, until } from './world';

/* Destinations in trouble, against a receiver on this machine that refuses what says so: parked, edited, skipped, retrying, sent again. */

const RUN = Date.now().toString(36);
const ACTION = `story.parked-${RUN}`;
// Of no name that begins as the other: who leaves that out does not see this one for it.
const LATE = `story.late-${RUN}`;
const SECRET = `hunter-${RUN}`;

let receiver: Receiver;
const received: string[] = [];

beforeAll(async () => {
  receiver = await receive((body) => {
    if (body.includes('refuse-me')) {
      return [422, 'the price is wrong'];
    }
    received.push(body);
    return [200, '{}'];
  });
  const closed = await receive(() => [200, '{}']);
  closed.close();
  for (const [name, url] of [['Picky', receiver.url], ['Dead', closed.url]] as const) {
    await connect(name, url, ACTION);
  }
  await send('taken');
  await send('refuse-me');
  // A receiver that takes the next one has refused that one, and is not away itself.
  await send('taken too');
  await page.goto('/o/demo/integrations');
});

afterAll(() => receiver?.close());

async function connect(name: string, url: string, action: string): Promise<void> {
  const made = await api('/v1/integrations', {
    method: 'POST',
    body: JSON.stringify({ organization: 'demo', name: `${name} ${RUN}`, type: 'webhook', enabled: true, filter: `action:${action}`, webhook: { endpoint: `${url}/audit`, format: 'native', username: 'u', password: SECRET } }),
  });
  expect(made.status, await made.text()).toBe(201);
}

async function send(description: string): Promise<void> {
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: ACTION, actor: { id: 'u-17' }, detail: { description, labels: { price: '19.90' } } }) });
}

const line = (name: string) => page.locator('.int', { hasText: `${name} ${RUN}` });

test('what is refused is parked and seen, also in the top bar, and is edited and sent', async () => {
  await line('Picky').getByText('1 parked').waitFor();
  await page.locator('.nav .dot').waitFor();
  await line('Picky').getByRole('button', { name: /^Open/ }).click();
  await line('Picky').getByRole('button', { name: 'Read' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('refuse-me').waitFor();
  await dialog.getByText(/^422, The receiver refuses/).waitFor();
  await page.keyboard.press('Escape');
  await line('Picky').getByRole('button', { name: 'Edit and send' }).click();
  const event = dialog.getByRole('textbox', { name: 'The event as it will be sent' });
  await event.fill((await event.inputValue()).replace('refuse-me', 'mended'));
  await dialog.getByLabel(/^Reason/).fill('the receiver wants a price');
  await dialog.getByRole('button', { name: 'Edit and send' }).click();
  await until('the edited event arrives', async () => received.some((body) => body.includes('mended')));
  await until('nothing is parked', async () => (await line('Picky').getByText('1 parked').count()) === 0);
});

test('what is skipped is gone, with a reason', async () => {
  await send('refuse-me again');
  await send('taken last');
  await line('Picky').getByRole('button', { name: 'Skip' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Skip' }).isDisabled()).toBe(true);
  await dialog.getByLabel(/^Reason/).fill('a test');
  await dialog.getByRole('button', { name: 'Skip' }).click();
  await until('nothing is parked', async () => (await line('Picky').getByRole('button', { name: 'Skip' }).count()) === 0);
  expect(received.some((body) => body.includes('refuse-me again'))).toBe(false);
});

test('a receiver that is away is retried, and says when', async () => {
  await line('Dead').getByText('Retrying').waitFor();
  await line('Dead').getByText(/next try in/).waitFor();
  await line('Dead').getByText(/[1-9] events are not looked at yet/).waitFor();
});

test('who mended what failed does not wait for the next try', async () => {
  const before = await attempts('Dead');
  await line('Dead').getByRole('button', { name: 'Try now' }).click();
  await until('it is tried', async () => (await attempts('Dead')) > before);
  const told = await apiJson<{ events: { targets: { name: string }[] }[] }>('/v1/events?organization=demo&q=service:indelible action:integration.retry&limit=5');
  expect(told.events[0]?.targets[0]?.name).toBe(`Dead ${RUN}`);
  await line('Dead').getByRole('button', { name: /^Open/ }).click();
  await line('Dead').getByText('Nobody accepts the connection').first().waitFor();
  await line('Dead').getByRole('button', { name: /^Close/ }).click();
});

test('to try again is in the line, which keeps its height, and leaves the focus in it', async () => {
  let isAway = true;
  const late = await receive(() => (isAway ? [503, 'later'] : [200, '{}']));
  await connect('Late', late.url, LATE);
  await api('/v1/events?organization=demo', { method: 'POST', body: JSON.stringify({ action: LATE, actor: { id: 'u-17' } }) });
  const again = line('Late').getByRole('button', { name: 'Try now' });
  await again.waitFor();
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const [own, other] = [await line('Late').locator('.il').boundingBox(), await line('Picky').locator('.il').boundingBox()];
    expect(own?.height, String(width)).toBe(other?.height);
  }
  await again.focus();
  await page.keyboard.press('Enter');
  await until('it is tried', async () => (await attempts('Late')) > 1);
  expect(await page.evaluate(() => document.activeElement?.closest('.int')?.getAttribute('aria-label'))).toBe(`Late ${RUN}`);

  await again.focus();
  isAway = false;
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  await line('Late').getByText('nothing waits').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(`Late ${RUN}`);
  late.close();
});

async function attempts(name: string): Promise<number> {
  const { integrations } = await apiJson<{ integrations: { name: string; status: { attempts: number } }[] }>('/v1/integrations?organization=demo');
  return integrations.find((one) => one.name === `${name} ${RUN}`)?.status.attempts ?? 0;
}

test('whose test failed is told so at the button that saves, and what was never sent is not called active', async () => {
  await page.goto('/o/demo/integrations/new/webhook');
  await page.getByLabel(/^Integration name/).fill(`Untried ${RUN}`);
  await page.getByLabel(/^Endpoint/).fill('http://127.0.0.1:9/in');
  await page.getByLabel(/^Filter/).fill('action:story.never');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The test of these settings failed.').waitFor();
  await page.getByLabel(/^Endpoint/).fill('http://127.0.0.1:9/other');
  // Other settings were not tried.
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor();
  await page.getByLabel(/^Endpoint/).fill('http://127.0.0.1:9/in');
  await page.getByRole('button', { name: 'Save all the same' }).click();
  await line('Untried').getByText('Nothing sent yet').waitFor();
  await line('Untried').getByText('behind the journal', { exact: true }).waitFor();
  // What came of the test stays to be read.
  await line('Untried').locator('.wire', { hasText: '/in' }).first().waitFor();
  await page.getByRole('button', { name: /^Active \d+$/ }).click();
  await line('Untried').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Nothing sent yet \d+$/ }).click();
  await line('Untried').waitFor();
  await page.getByRole('button', { name: /^All \d+$/ }).click();
});

test('secrets are masked everywhere', async () => {
  await line('Picky').getByRole('button', { name: 'Test' }).click();
  await line('Picky').locator('.wire').first().waitFor();
  expect((await page.content()).includes(SECRET), 'the secret in the page').toBe(false);
  expect((await page.content()).includes(Buffer.from(`u:${SECRET}`).toString('base64')), 'the secret, encoded').toBe(false);
  expect((await (await api('/v1/integrations?organization=demo')).text()).includes(SECRET)).toBe(false);
});

test('the form tries what is in it, and sends no stored secret elsewhere', async () => {
  if ((await line('Picky').getByRole('button', { name: /^Close/ }).count()) === 0) {
    await line('Picky').getByRole('button', { name: /^Open/ }).click();
  }
  await line('Picky').getByRole('link', { name: 'Edit' }).click();
  const endpoint = page.getByLabel(/^Endpoint/);
  const stored = await endpoint.inputValue();
  await endpoint.fill(stored + '-elsewhere');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByRole('alert').filter({ hasText: 'password is given anew, because endpoint changes' }).waitFor();
  await endpoint.fill(stored);
  await page.getByLabel(/^Headers/).fill('X-Tried: by the form');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.locator('.wire').first().getByText('X-Tried:').waitFor();
  expect(await (await api('/v1/integrations?organization=demo')).text()).not.toContain('X-Tried');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await line('Picky').getByRole('button', { name: /^(Open|Close)/ }).waitFor();
  if ((await line('Picky').getByRole('button', { name: /^Open/ }).count()) === 1) {
    await line('Picky').getByRole('button', { name: /^Open/ }).click();
  }
});

test('a replay says how much before, and the receiver gets it again', async () => {
  await line('Picky').getByRole('button', { name: 'Replay…' }).click();
  const dialog = page.getByRole('dialog');
  const said = await dialog.getByText(/^\d+ events? goe?s? out again/).innerText();
  const before = received.length;
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await until('it comes again', async () => received.slice(before).some((body) => body.includes('taken')));
  await line('Picky').locator('.replaying', { hasText: 'done' }).filter({ hasText: /sent, 1 refused again/ }).first().waitFor();
  const { integrations } = await apiJson<{ integrations: { name: string; status: { replays: { delivered: number; leftOut: { refused: number } }[] } }[] }>('/v1/integrations?organization=demo');
  const [replay] = integrations.find((one) => one.name === `Picky ${RUN}`)?.status.replays ?? [];
  // One of them the receiver refuses once more.
  expect(replay && replay.delivered + replay.leftOut.refused, said).toBe(parseInt(said));
});

test('a replay is chosen by number too, or is what was confirmed last', async () => {
  await line('Picky').getByRole('button', { name: 'Replay…' }).click();
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: 'Send again' });
  await dialog.getByLabel('What goes out again').selectOption('number');
  await dialog.getByText('A whole number is needed, such as 42.').waitFor();
  expect(await send.isDisabled()).toBe(true);
  // Its third event.
  await dialog.getByLabel('From number').fill('3');
  await dialog.getByLabel(/^To number/).fill('3');
  await dialog.getByText(/^1 event goes out again, \d+ B as kept here\. The receiver will see it again with the same id\.$/).waitFor();
  await dialog.getByLabel(/^To number/).fill('2');
  await dialog.getByText('The second number is lower than the first.').waitFor();
  await dialog.getByLabel('From number').fill('1000');
  await dialog.getByLabel(/^To number/).fill('');
  await dialog.getByText('Nothing that was delivered has these numbers.').waitFor();
  expect(await send.isDisabled()).toBe(true);

  await dialog.getByLabel('What goes out again').selectOption('last');
  await dialog.getByText(/^Numbers? \d.*confirmed/).waitFor();
  await dialog.getByText(/^1 event goes out again, /).waitFor();

  await dialog.getByLabel('What goes out again').selectOption('number');
  await dialog.getByLabel('From number').fill('3');
  await dialog.getByLabel(/^To number/).fill('3');
  await dialog.getByText(/^1 event goes out again, /).waitFor();
  const before = received.length;
  await send.click();
  await dialog.waitFor({ state: 'detached' });
  await until('it comes again', async () => received.length > before);
  await until('it is over', async () => (await line('Picky').locator('.replaying', { hasText: 'running' }).count()) === 0);
  expect(received.slice(before).map((body) => /"description":"([^"]*)"/.exec(body)?.[1])).toEqual(['taken too']);
});

test('deleting asks what becomes of what waits, and for the name', async () => {
  for (const name of ['Dead', 'Late', 'Untried', 'Picky']) {
    if ((await line(name).getByRole('button', { name: /^Close/ }).count()) === 0) {
      await line(name).getByRole('button', { name: /^Open/ }).click();
    }
    await line(name).getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /abandon/ }).check();
    const act = dialog.getByRole('button', { name: 'Delete' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByLabel(/to confirm/).fill(`${name} ${RUN}`);
    await act.click();
    await until('it is gone', async () => (await line(name).count()) === 0);
  }
  expect(complaints).toEqual([]);
});
