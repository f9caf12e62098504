import type { MessageKey } from '../i18n';

export interface Page {
  path: string;
  name: MessageKey;
  /** After G. */
  key: string;
}

/** The pages of an organization, as the top bar has them. */
export const PAGES: Page[] = [
  { path: 'events', name: 'page.events', key: 'e' },
  { path: 'overview', name: 'page.overview', key: 'o' },
  { path: 'integrations', name: 'page.integrations', key: 'i' },
  { path: 'proof', name: 'page.proof', key: 'p' },
  { path: 'access', name: 'page.access', key: 'a' },
  { path: 'lifecycle', name: 'page.lifecycle', key: 'l' },
  { path: 'reads', name: 'page.reads', key: 'r' },
];

export function pageAddress(organization: string, page: Page): string {
  return `/o/${encodeURIComponent(organization)}/${page.path}`;
}
