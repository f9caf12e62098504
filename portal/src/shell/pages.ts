import { may, type Right } from '../api/rights';
import type { RoleOn } from '../api/session';
import type { MessageKey } from '../i18n';

export interface Page {
  path: string;
  name: MessageKey;
}

/** A page of the top bar. */
export interface MainPage extends Page {
  /** After G. */
  key: string;
  /** One of these rights is needed, on the organization or at least on a part of it. */
  needs: readonly Right[];
  on: 'all of it' | 'a part';
}

/** The pages of an organization, as the top bar has them. */
export const PAGES: MainPage[] = [
  { path: 'events', name: 'page.events', key: 'e', needs: ['read', 'audit'], on: 'a part' },
  { path: 'overview', name: 'page.overview', key: 'o', needs: ['read', 'audit'], on: 'a part' },
  { path: 'integrations', name: 'page.integrations', key: 'i', needs: ['integrate'], on: 'all of it' },
  { path: 'proof', name: 'page.proof', key: 'p', needs: ['prove'], on: 'a part' },
  { path: 'access', name: 'page.access', key: 'a', needs: ['administer'], on: 'a part' },
  { path: 'lifecycle', name: 'page.lifecycle', key: 'l', needs: ['administer'], on: 'all of it' },
  { path: 'reads', name: 'page.reads', key: 'r', needs: ['audit'], on: 'a part' },
];

/** Those that somebody with these roles may see. */
export function pagesFor(roles: readonly RoleOn[], organization: string): MainPage[] {
  return PAGES.filter((page) => may(roles, page.needs, organization, page.on));
}

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
