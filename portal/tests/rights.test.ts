import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { may, RIGHTS } from '../src/api/rights';
import type { RoleOn } from '../src/api/session';
import { pagesFor } from '../src/shell/pages';

/* Who is shown which page. */

const java = readFileSync(new URL('../../core/src/main/java/dev/indelible/core/access/Role.java', import.meta.url), 'utf8');

test('the roles have here the rights that the server gives them', () => {
  const cases = [...java.matchAll(/case ([A-Z]+) ->([^;]+);/g)].map(([, role, rights]) => [
    (role ?? '').toLowerCase(),
    [...(rights ?? '').matchAll(/Right\.([A-Z_]+)/g)].map(([, right]) => (right ?? '').toLowerCase().replace('_', '-')).sort(),
  ]);
  const all = Object.values(RIGHTS).reduce((most, one) => (one.length > most.length ? one : most), []);

  expect(Object.fromEntries(cases)).toEqual({ ...Object.fromEntries(Object.entries(RIGHTS).map(([role, rights]) => [role, [...rights].sort()])), administrator: [] });
  expect(java).toContain('case ADMINISTRATOR -> true;');
  expect(RIGHTS['administrator']).toEqual(all);
});

test.each<[string, RoleOn[], string[]]>([
  ['a reader', [{ role: 'reader', organization: 'acme' }], ['events', 'overview', 'proof']],
  ['an auditor', [{ role: 'auditor', organization: 'acme' }], ['events', 'overview', 'proof', 'reads']],
  ['an integrator', [{ role: 'integrator', organization: 'acme' }], ['integrations']],
  ['a writer', [{ role: 'writer', organization: 'acme' }], []],
  ['a reader elsewhere', [{ role: 'reader', organization: 'rival' }], []],
  ['an administrator', [{ role: 'administrator', organization: 'acme' }], ['events', 'overview', 'integrations', 'proof', 'access', 'lifecycle', 'reads']],
  ['an administrator of a project', [{ role: 'administrator', organization: 'acme', project: 'shop' }], ['events', 'overview', 'proof', 'access', 'reads']],
  ['an administrator of the instance', [{ role: 'administrator' }], ['events', 'overview', 'integrations', 'proof', 'access', 'lifecycle', 'reads']],
])('%s sees their pages and no other', (_, roles, pages) => {
  expect(pagesFor(roles, 'acme').map((page) => page.path)).toEqual(pages);
});

test('a role on a part is none on all of it', () => {
  const roles = [{ role: 'integrator', organization: 'acme', folder: 'eu' }];
  expect([may(roles, ['integrate'], 'acme', 'a part'), may(roles, ['integrate'], 'acme')]).toEqual([true, false]);
});

test('evidence is asked for by those alone whom the server lets take events out, of all or of a part', () => {
  const has = (one: RoleOn) => may([one], ['export'], 'acme', 'a part');

  expect(Object.keys(RIGHTS).filter((role) => has({ role, organization: 'acme' }))).toEqual(['exporter', 'investigator', 'administrator']);
  expect(has({ role: 'exporter', organization: 'acme', project: 'shop' })).toBe(true);
  expect(has({ role: 'exporter', organization: 'rival' })).toBe(false);
});
