import type { RoleOn } from './session';

/** What roles have, as the server decides it: here only so that nobody is shown, or asks, what the server would refuse. */
export type Right = 'write' | 'read' | 'see-protected' | 'export' | 'prove' | 'audit' | 'integrate' | 'administer';

const ALL: readonly Right[] = ['write', 'read', 'see-protected', 'export', 'prove', 'audit', 'integrate', 'administer'];

export const RIGHTS: Record<string, readonly Right[]> = {
  writer: ['write'],
  reader: ['read', 'prove'],
  exporter: ['read', 'prove', 'export'],
  investigator: ['read', 'prove', 'export', 'see-protected'],
  auditor: ['prove', 'audit'],
  integrator: ['integrate'],
  administrator: ALL,
};

/** Roles that have one of these rights. */
export function rolesWith(rights: readonly Right[]): string[] {
  return Object.keys(RIGHTS).filter((role) => rights.some((right) => RIGHTS[role]?.includes(right)));
}

/**
 * Whether one of these rights is held in an organization: on all of it, or, where that is enough, on a folder or project
 * in it. A role on no organization is one on the instance.
 */
export function may(roles: readonly RoleOn[], rights: readonly Right[], organization: string, on: 'all of it' | 'a part' = 'all of it'): boolean {
  const named = rolesWith(rights);
  return roles.some(
    (one) =>
      named.includes(one.role)
      && (one.organization === undefined || (one.organization === organization && (on === 'a part' || (one.folder === undefined && one.project === undefined)))),
  );
}

/** Whether anything is there to be looked at: who only sends or connects would be refused, and the log would tell of it. */
export function looks(roles: readonly RoleOn[]): boolean {
  return roles.some((one) => RIGHTS[one.role]?.includes('prove'));
}

/** Whether of the organization's events only those are in reach that Indelible itself writes: who audits does not read. */
export function readsOwnOnly(roles: readonly RoleOn[], organization: string): boolean {
  return !may(roles, ['read'], organization, 'a part') && may(roles, ['audit'], organization, 'a part');
}
