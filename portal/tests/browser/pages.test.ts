import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { furnish, type Furnished } from './furnished';
import { api, apiJson, AXE, axeFinds, context, launch, LOOKS, opensByKeyboard, picture, URL_OF } from './world';

/*
 * Every page in every look, and what opens over a page in the first: a picture of it, nothing that axe finds, nothing
 * that scrolls sideways.
 */

let browser: Browser;
let event = '';
let furnished: Furnished;

beforeAll(async () => {
  browser = await launch();
  const { events } = await apiJson<{ events: { id: string }[] }>('/v1/events?organization=demo&limit=1&q=order.refund');
  event = events[0]?.id ?? '';
  furnished = await furnish();
  // Searches that others of these tests saved are nobody's here.
  const { searches } = await apiJson<{ searches: { id: string }[] }>('/v1/searches?organization=demo');
  await Promise.all(searches.map((one) => api(`/v1/searches/${one.id}`, { method: 'DELETE' })));
});

afterAll(async () => {
  await furnished?.clear();
  await browser?.close();
});

interface Shown {
  name: string;
  path: () => string;
  ready: string;
  act?: (page: Page) => Promise<void>;
  /** Before the narrow look: what would cover it goes. */
  narrow?: (page: Page) => Promise<void>;
  /** Only in the first look: it differs from others of its page by what is open. */
  once?: boolean;
  signedOut?: boolean;
  full?: boolean;
}

const PAGES: Shown[] = [
  { name: 'sign-in', path: () => '/', ready: '.door:has(.issuers) .notepaper', signedOut: true },
  {
    name: 'verify', path: () => '/verify', ready: '.drop', signedOut: true, full: true,
    act: async (page) => {
      const zip = Buffer.from(await (await api(`/v1/events/${event}/evidence?organization=demo`)).arrayBuffer());
      // A file that did not arrive whole is told as such.
      await page.locator('input[type=file]').setInputFiles({ name: 'evidence.zip', mimeType: 'application/zip', buffer: zip.subarray(0, zip.length - 99) });
      await page.getByText('This cannot be checked').waitFor();
      await page.getByText(/did not arrive whole/).waitFor();
      await page.locator('input[type=file]').setInputFiles({ name: 'evidence.zip', mimeType: 'application/zip', buffer: zip });
      await page.locator('.path svg').waitFor();
    },
  },
  { name: 'events', path: () => `/o/demo/events?event=${event}&q=service:backoffice`, ready: '[role=row][data-id]', narrow: (page) => page.keyboard.press('Escape'), act: (page) => page.locator('.sealed.ok').waitFor() },
  {
    name: 'events-search', path: () => '/o/demo/events?q=-operation%3Aread', ready: '[role=row][data-id]', once: true,
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Search events' }).click();
      await page.keyboard.type('actor:');
      await page.locator('.offer').first().waitFor();
    },
  },
  {
    name: 'events-menu', path: () => '/o/demo/events', ready: '[role=row][data-id]', once: true,
    act: async (page) => {
      await page.locator('[role=row][data-id] .actor .v').nth(4).click();
      await page.getByRole('menuitem', { name: /Show only/ }).waitFor();
    },
  },
  {
    name: 'events-download', path: () => '/o/demo/events', ready: '[role=row][data-id]', once: true,
    act: async (page) => {
      await page.keyboard.press('d');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'events-nothing', path: () => '/o/demo/events?q=actor%3Anobody%20outcome%3Adenied', ready: '.block', once: true },
  { name: 'event', path: () => `/o/demo/events/${event}`, ready: '.sealed.ok', full: true },
  { name: 'overview', path: () => '/o/demo/overview', ready: '.mosaic:has(.heat svg):has(.firsts tbody tr) .rank a:has-text("Lena Schmidt")', full: true },
  { name: 'proof', path: () => `/o/demo/proof?event=${event}`, ready: '.path svg', full: true },
  { name: 'access-structure', path: () => '/o/demo/access/structure', ready: '.branches .count:has-text("event")' },
  { name: 'access-keys', path: () => '/o/demo/access/keys', ready: 'td' },
  { name: 'access-grants', path: () => '/o/demo/access/grants', ready: '.matrix' },
  { name: 'lifecycle-retention', path: () => '/o/demo/lifecycle/retention', ready: '.keeping' },
  { name: 'lifecycle-holds', path: () => '/o/demo/lifecycle/holds', ready: 'td' },
  {
    name: 'lifecycle-erase', path: () => '/o/demo/lifecycle/erasures', ready: '.panel .bar', full: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Erase a person' }).click();
      await page.getByLabel(/^Actor id/).fill('u-17');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByText('3. Confirm').waitFor();
    },
  },
  { name: 'reads', path: () => '/o/demo/reads', ready: '.tb' },
  { name: 'integrations', path: () => '/o/demo/integrations', ready: '.int', full: true },
  {
    name: 'integrations-open', path: () => `/o/demo/integrations?open=${furnished.parked}`, ready: '.int.open button:has-text("Edit and send")', full: true,
    act: async (page) => {
      await page.locator('.int.open').getByRole('button', { name: 'Test' }).click();
      await page.locator('.wire').first().waitFor();
    },
  },
  { name: 'integration-form', path: () => '/o/demo/integrations/new/splunk', ready: '.int-form', full: true },
  {
    name: 'integration-form-webhook', path: () => '/o/demo/integrations/new/webhook', ready: '.int-form', full: true, once: true,
    act: async (page) => {
      await page.getByLabel(/^Endpoint/).fill('https://siem.example.com/audit#top');
      await page.getByLabel(/^Username/).fill('audit');
      await page.getByLabel(/^Headers/).fill('X-Team: audit\nBearer abc');
      await page.getByText('More settings').click();
      await page.getByLabel(/^Signing secret$/).fill('secret');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('5 fields need a look').waitFor();
      for (const said of [/A name has 1 to/, /has a fragment/, /given together/, /Line 2 has no name before a colon/, /A secret is whsec_/]) {
        expect(await page.getByRole('alert').filter({ hasText: said }).count()).toBe(1);
      }
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    },
  },
  { name: 'integration-form-syslog', path: () => '/o/demo/integrations/new/syslog', ready: '.int-form', full: true, once: true },
  {
    name: 'integration-form-file', path: () => '/o/demo/integrations/new/file', ready: '.int-form', full: true, once: true,
    act: async (page) => {
      await page.getByLabel(/^Integration name/).fill('Archive of files');
      await page.getByLabel(/^File name/).fill('no name');
      await page.getByLabel('Begin with').selectOption('sequence');
      await page.getByLabel('Sequence', { exact: true }).fill('99999999');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/is after the newest event/).waitFor();
      expect(await page.getByText(/1 to 100 letters/).count()).toBe(1);
    },
  },
  { name: 'no-integration', path: () => '/o/demo/integrations/no-such/edit', ready: '.block', once: true },
  { name: 'no-page', path: () => '/o/demo/evnts', ready: '.lonely', once: true },
  { name: 'forbidden', path: () => '/o/no-such-organization/events', ready: '.block', once: true },
];

let signedIn: BrowserContext;
let signedOut: BrowserContext;

beforeAll(async () => {
  signedIn = await context(browser, LOOKS[0]!, { bypassCSP: true });
  signedOut = await context(browser, LOOKS[0]!, { signedIn: false, bypassCSP: true });
});

test.each(PAGES.map((one) => [one.name, one] as const))('%s', async (name, shown) => {
  const page = await (shown.signedOut ? signedOut : signedIn).newPage();
  try {
    await page.goto(shown.path());
    await page.locator(shown.ready).first().waitFor({ timeout: 20_000 });
    await page.evaluate(() => document.fonts.ready);
    await shown.act?.(page);
    await page.evaluate(AXE);
    // The page is loaded once; it follows the system's theme and the window's size.
    for (const look of shown.once ? LOOKS.slice(0, 1) : LOOKS) {
      await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
      await page.setViewportSize(look);
      await page.waitForFunction((scheme) => document.documentElement.getAttribute('data-mantine-color-scheme') === scheme, look.scheme);
      await page.locator(shown.ready).first().waitFor();
      if (look.name === 'narrow') {
        await shown.narrow?.(page);
      }
      await picture(page, `${name}-${look.name}`, shown.full);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(sideways, `${look.name} scrolls sideways`).toBeLessThanOrEqual(0);
      expect(await axeFinds(page, look.scheme), look.name).toEqual([]);
    }
  } finally {
    await page.close();
  }
});

test('nothing of the events page stands outside of all landmarks', async () => {
  const page = await signedIn.newPage();
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').first().waitFor();
  await page.evaluate(AXE);

  const outside = await page.evaluate(
    'axe.run({ runOnly: { type: "rule", values: ["region"] } }).then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))',
  );
  expect(outside).toEqual([]);
  expect(await page.locator('main h1').allTextContents()).toEqual(['Events']);
  await page.close();
});

test('whoever has an account at the company signs in there, reads, and signs out of both', async () => {
  const world = await context(browser, LOOKS[0]!, { signedIn: false });
  const page = await world.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto('/o/demo/events?q=outcome%3Adenied');
  await page.getByRole('link', { name: 'Sign in with Example Corp' }).click();
  const askName = async () => {
    await page.getByLabel('Username').fill('jane');
    await page.getByLabel('Password').fill('password of jane');
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  expect(new URL(page.url()).origin).not.toBe(URL_OF);
  await askName();
  await page.locator('[role=row][data-id]').first().waitFor();
  expect(page.url()).toBe(`${URL_OF}/o/demo/events?q=outcome%3Adenied`);
  await page.getByRole('button', { name: 'Account of Jane Doe' }).click();
  const out = page.getByRole('menuitem', { name: 'Sign out' });
  await out.waitFor();
  await picture(page, 'signed-in-by-issuer-light');
  await out.click();
  await page.getByRole('link', { name: 'Sign in with Example Corp' }).waitFor();
  expect(await world.cookies(URL_OF)).not.toContainEqual(expect.objectContaining({ name: 'indelible_session', value: expect.stringMatching(/.+/) }));
  // The provider has forgotten too: it asks who this is.
  await page.getByRole('link', { name: 'Sign in with Example Corp' }).click();
  await page.getByLabel('Username').waitFor();
  await world.close();
});

test('nobody who is not signed in is refused anything at the first load', async () => {
  const world = await context(browser, LOOKS[0]!, { signedIn: false });
  const page = await world.newPage();
  const answers: string[] = [];
  page.on('response', (response) => answers.push(`${response.status()} ${new URL(response.url()).pathname}`));
  await page.goto('/o/demo/events');
  await page.getByLabel('Key', { exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(answers).toContain('200 /v1/session');
  expect(answers.filter((one) => !/^[23]/.test(one))).toEqual([]);
  await world.close();
});

test('a reader sees no page of others, is told what one would need, and is refused nothing', async () => {
  const key = await apiJson<{ id: string; secret: string }>('/v1/keys', { method: 'POST', body: JSON.stringify({ organization: 'demo', name: 'a reader', roles: ['reader'] }) });
  const world = await browser.newContext({ baseURL: URL_OF, locale: 'en-GB' });
  await world.request.post('/v1/session', { data: { key: key.secret }, headers: { Origin: URL_OF } });
  const page = await world.newPage();
  page.setDefaultTimeout(20_000);
  const refused: string[] = [];
  page.on('response', (response) => response.status() >= 400 && refused.push(`${response.status()} ${response.url()}`));
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').first().waitFor();
  expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts()).toEqual(['Events', 'Overview', 'Proof']);
  for (const [path, needs] of [['reads', /Auditor, Administrator/], ['integrations', /Integrator, Administrator/]] as const) {
    await page.goto(`/o/demo/${path}`);
    await page.getByRole('alert').getByText(needs).waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(true);
  }
  await page.goto('/o/demo/events?project=no-such-project');
  await page.getByRole('heading', { name: 'There is no project no-such-project here' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: /^All of / }).click();
  await page.locator('[role=row][data-id]').first().waitFor();
  // The first stop of Tab leads to the rows.
  await page.reload();
  await page.locator('[role=row][data-id]').first().waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the rows');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
  await page.goto('/o/demo/evnts');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  expect(await page.getByRole('main').getByRole('link').allInnerTexts()).toEqual(['Events', 'Overview', 'Proof']);
  await page.getByRole('main').getByRole('link', { name: 'Overview' }).click();
  await page.locator('.heat svg').waitFor();
  await page.getByRole('link', { name: 'Proof', exact: true }).click();
  await page.locator('.mosaic').waitFor();
  expect(refused).toEqual([]);
  await world.close();
  await api(`/v1/keys/${key.id}`, { method: 'DELETE' });
});

test('a key is made for a folder, which is called by its name wherever it is the scope', async () => {
  const page = await signedIn.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto('/o/demo/access/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('of a folder');
  await dialog.getByLabel('Where').selectOption({ label: '\u2003Europe (folder)' });
  await dialog.getByText(/will be able to read and search events, in .+ \/ Europe\./).waitFor();
  await dialog.getByRole('button', { name: 'Create the key' }).click();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.locator('tr', { hasText: 'of a folder' }).locator('[title="demo / eu"]', { hasText: '/ Europe' }).waitFor();
  const { keys } = await apiJson<{ keys: { id: string; name: string; folder?: string; revoked: boolean }[] }>('/v1/keys?organization=demo');
  const made = keys.filter((one) => one.name === 'of a folder' && !one.revoked);
  expect(made.map((one) => one.folder)).toEqual(['eu']);
  await Promise.all(made.map((one) => api(`/v1/keys/${one.id}`, { method: 'DELETE' })));

  const { total } = await apiJson<{ total: number }>('/v1/events/stats?organization=demo&folder=eu');
  await page.goto('/o/demo/access/structure');
  await page.locator('.branch', { hasText: 'Europe' }).getByText(`${total.toLocaleString('en-GB')} events`).waitFor();
  await page.goto('/o/demo/events?project=warehouse');
  await page.getByRole('button', { name: /^Scope: .+, Warehouse\. Change$/ }).click();
  await page.locator('.tree button[aria-current]', { hasText: 'Warehouse' }).waitFor();
  await page.close();
});

test('a dialog opens by keyboard, keeps the focus, closes with Escape and gives the focus back', async () => {
  const page = await signedIn.newPage();
  page.setDefaultTimeout(20_000);
  for (const [path, names] of [
    ['access/structure', ['Edit']], ['access/keys', ['New key', 'Rotate']], ['access/grants', ['New grant']], ['lifecycle/holds', ['Place a hold']],
    [`integrations?open=${furnished.parked}`, ['Replay…', 'Delete', 'Edit and send']],
  ] as const) {
    await page.goto(`/o/demo/${path}`);
    await page.evaluate(AXE);
    const main = path.startsWith('integrations') ? page.locator('.int.open') : page.getByRole('main');
    for (const name of names) {
      const button = main.getByRole('button', { name, exact: true }).first();
      await opensByKeyboard(page, button, async () => expect(await axeFinds(page, 'light', '[role=dialog]'), name).toEqual([]));
    }
  }
  await opensByKeyboard(page, page.getByRole('button', { name: /^Scope: / }));
  await page.close();
});

test('in German no page speaks English', async () => {
  const world = await context(browser, LOOKS[0]!, { locale: 'de-DE' });
  const page = await world.newPage();
  await page.goto(`/o/demo/events?event=${event}`);
  await page.locator('.sealed.ok').waitFor();
  await picture(page, 'events-german');
  expect(await page.locator('.sealed').innerText()).toContain('Unverändert seit dem Empfang');
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.keyboard.press('?');
  await page.locator('.key-list kbd').first().waitFor();
  const keys = await page.locator('.key-list kbd').allInnerTexts();
  expect(keys).toContain('Strg');
  expect(keys).toContain('Leertaste');
  const unknown = '00000000-0000-4000-8000-000000000000';
  await page.goto(`/o/demo/events/${unknown}`);
  await page.getByText(`Es gibt hier kein Ereignis ${unknown}`).waitFor();
  await world.close();
});

test('files are packed, kept, and under the policy', async () => {
  const world = await context(browser, LOOKS[0]!);
  const page = await world.newPage();
  const files: { url: string; encoding: string | undefined; cache: string | undefined; policy: string | undefined }[] = [];
  page.on('response', (response) => {
    if (response.url().startsWith(`${URL_OF}/assets/`)) {
      const headers = response.headers();
      files.push({ url: response.url(), encoding: headers['content-encoding'], cache: headers['cache-control'], policy: headers['content-security-policy'] });
    }
  });
  await page.goto('/o/demo/events');
  await page.locator('[role=row][data-id]').first().waitFor();
  const millis = await page.evaluate(() => performance.now());
  console.log(`first rows after ${Math.round(millis)} ms`);

  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    expect(file.cache, file.url).toContain('immutable');
    expect(file.policy, file.url).not.toContain('unsafe-inline');
    if (/\.(js|css)$/.test(file.url)) {
      expect(file.encoding, file.url).toBe('gzip');
    }
  }
  await world.close();
});
