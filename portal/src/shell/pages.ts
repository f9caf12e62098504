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
  { path: 'proof', name: 'page.proof', key: 'p' },
];

export function pageAddress(organization: string, page: Page): string {
  return `/o/${encodeURIComponent(organization)}/${page.path}`;
}
