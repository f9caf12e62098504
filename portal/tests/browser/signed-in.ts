import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { context, launch, LOOKS } from './world';

/* What most chapters begin with: a browser of their own, and a page of somebody who is signed in. Each file of tests has its own. */

export let browser: Browser;
export let world: BrowserContext;
export let page: Page;

beforeAll(async () => {
  browser = await launch();
  world = await context(browser, LOOKS[0]!);
  page = await world.newPage();
  page.setDefaultTimeout(20_000);
});

afterAll(async () => {
  await browser?.close();
});
