import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';

/* The browser, the server and the key that the tests were given. */

export const URL_OF = need('PORTAL_URL');
export const KEY = need('PORTAL_KEY');
export const PICTURES = process.env['PORTAL_PICTURES'] ?? fileURLToPath(new URL('../../target/pictures', import.meta.url));

function need(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: these tests are started by PortalTest`);
  }
  return value;
}

export async function launch(): Promise<Browser> {
  const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  return chromium.launch({ executablePath: program ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
}

export interface Look {
  name: string;
  width: number;
  height: number;
  scheme: 'light' | 'dark';
}

export const LOOKS: Look[] = [
  { name: 'light', width: 1440, height: 900, scheme: 'light' },
  { name: 'dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'narrow', width: 360, height: 780, scheme: 'light' },
];

/** What the browser complained about: a broken policy, a script error, a failed request. */
export const complaints: string[] = [];

/** A context that is signed in, or not. */
export async function context(browser: Browser, look: Look, options: { signedIn?: boolean; bypassCSP?: boolean; locale?: string } = {}): Promise<BrowserContext> {
  const made = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: options.locale ?? 'en-GB',
    timezoneId: 'UTC',
    acceptDownloads: true,
    reducedMotion: 'reduce',
    bypassCSP: options.bypassCSP ?? false,
    baseURL: URL_OF,
  });
  if (options.signedIn ?? true) {
    const answer = await made.request.post('/v1/session', { data: { key: KEY }, headers: { Origin: URL_OF } });
    if (!answer.ok()) {
      throw new Error(`cannot sign in: ${answer.status()} ${await answer.text()}`);
    }
  }
  made.on('console', (message) => {
    // An answer that is a refusal is no fault of the page.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  made.on('weberror', (error) => complaints.push(String(error.error())));
  return made;
}

/** A picture to be looked at by a person. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  // What stays at the top of the window would stand in the middle of a whole page.
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage, animations: 'disabled' });
}

/** An answer of the API, asked as the administrator. */
export async function api(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(URL_OF + path, { ...init, headers: { Authorization: `Bearer ${KEY}`, ...init.headers } });
}

export async function apiJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await api(path, init);
  return (await response.json()) as T;
}

/** Waits until something is true. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > end) {
      throw new Error(`never: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What opens over a page by keyboard keeps the focus, closes with Escape and gives the focus back. */
export async function opensByKeyboard(page: Page, button: Locator, within?: (dialog: Locator) => Promise<void>): Promise<void> {
  const name = await button.innerText();
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'));
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press(step === 5 ? 'Shift+Tab' : 'Tab');
    if (!(await page.evaluate(() => Boolean(document.activeElement?.closest('[role=dialog]'))))) {
      throw new Error(`${name}: the focus leaves`);
    }
  }
  await within?.(dialog);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await until(`${name}: the focus is back`, () => button.evaluate((one) => one === document.activeElement));
}

/** To be evaluated in a page before [[axeFinds]]; it needs a context without a policy. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = '["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]';

interface Found {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds, in words; of a dark page only its colours, in which alone it differs. The size of targets has to be asked for by name. The rule `region` is left out: menus and popovers stand outside of all landmarks while they are open. */
export async function axeFinds(page: Page, scheme: Look['scheme'] = 'light', within = 'html'): Promise<string[]> {
  const which = scheme === 'dark' ? 'runOnly: { type: "rule", values: ["color-contrast"] }' : `runOnly: ${RULES}, rules: { region: { enabled: false }, 'target-size': { enabled: true } }`;
  const violations = (await page.evaluate(
    `axe.run(document.querySelector("${within}"), { ${which}, resultTypes: ["violations"] }).then((found) => found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  )) as Found[];
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).slice(0, 3).join('\n  ')}`);
}
