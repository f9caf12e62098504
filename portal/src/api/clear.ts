import { rolesWith } from './rights';
import type { RoleOn } from './session';

/** A level below an organization, and what it is in, outermost last. */
export interface Within {
  folder: string;
  project: string;
  folders: readonly { id?: string; parent?: string }[];
  projects: readonly { id?: string; folder?: string }[];
}

/** The roles on folders and projects of an organization by which protected members are seen there. */
export function clearParts(roles: readonly RoleOn[], organization: string): RoleOn[] {
  return seeing(roles).filter((one) => one.organization === organization);
}

/** Whether protected members are seen in all that is looked at: counts of a part of it would be no counts of it. */
export function seesAll(roles: readonly RoleOn[], organization: string, within: Within): boolean {
  return seeing(roles).some(
    (one) =>
      one.organization === undefined
      || (one.organization === organization
        && ((one.folder === undefined && one.project === undefined)
          || isSame(one.project, within.project)
          || foldersOf(within).some((folder) => isSame(one.folder, folder)))),
  );
}

function seeing(roles: readonly RoleOn[]): RoleOn[] {
  const names = rolesWith(['see-protected']);
  return roles.filter((one) => names.includes(one.role));
}

/** The folders that what is looked at is in. */
function foldersOf({ folder, project, folders, projects }: Within): string[] {
  const found: string[] = [];
  // Where a registered project is, the registry knows, not the address.
  let next = project ? projects.find((one) => isSame(one.id, project))?.folder : folder;
  while (next && !found.includes(next)) {
    const id = next;
    found.push(id);
    next = folders.find((one) => isSame(one.id, id))?.parent;
  }
  return found;
}

function isSame(one: string | undefined, other: string): boolean {
  return one !== undefined && other !== '' && one.toLowerCase() === other.toLowerCase();
}
