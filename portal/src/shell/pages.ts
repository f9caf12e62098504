import type { MessageKey } from '../i18n';

export interface Page {
  path: string;
  name: MessageKey;
}

/** The pages of an organization, as the top bar has them. */
export const PAGES: (Page & { /** After G. */ key: string })[] = [
  { path: 'events', name: 'page.events', key: 'e' },
  { path: 'overview', name: 'page.overview', key: 'o' },
  { path: 'integrations', name: 'page.integrations', key: 'i' },
  { path: 'proof', name: 'page.proof', key: 'p' },
  { path: 'access', name: 'page.access', key: 'a' },
  { path: 'lifecycle', name: 'page.lifecycle', key: 'l' },
  { path: 'reads', name: 'page.reads', key: 'r' },
];

/** Pages within these. */
export const INNER_PAGES: Page[] = [
  { path: 'integrations/new', name: 'goTo.newIntegration' },
  { path: 'access/structure', name: 'access.structure' },
  { path: 'access/keys', name: 'access.keys' },
  { path: 'access/grants', name: 'access.grants' },
  { path: 'lifecycle/retention', name: 'lifecycle.retention' },
  { path: 'lifecycle/holds', name: 'lifecycle.holds' },
  { path: 'lifecycle/erasures', name: 'lifecycle.erasures' },
];

/** The page that these are parts of. */
export function pageAround(page: Page): Page | undefined {
  return PAGES.find((one) => page.path.startsWith(`${one.path}/`));
}

export function pageAddress(organization: string, page: Page): string {
  return `/o/${encodeURIComponent(organization)}/${page.path}`;
}
