import { useQuery } from '@tanstack/react-query';
import { address, call } from '../api/client';
import type { components } from '../api/schema';

/* Folders and projects of an organization, as they were registered. */

export type Folder = components['schemas']['Folder'];
export type Project = components['schemas']['Project'];

export interface Level {
  kind: 'folder' | 'project';
  id: string;
  name: string;
  isClosed: boolean;
  /** How many folders it is in. */
  depth: number;
}

/** Whatever changes access asks for these anew. */
export function useAccessList<T>(organization: string, path: 'keys' | 'grants' | 'folders' | 'projects', enabled = true) {
  return useQuery({
    queryKey: ['access', path, organization],
    queryFn: async ({ signal }) =>
      (await call<Record<string, T[]>>(address(`/v1/${path}`, { organization }), { signal }))[path] ?? [],
    enabled,
    staleTime: 30_000,
  });
}

export const useFolders = (organization: string, enabled = true) => useAccessList<Folder>(organization, 'folders', enabled);
export const useProjects = (organization: string, enabled = true) => useAccessList<Project>(organization, 'projects', enabled);

/** Folders with what is in them below them, then projects; what is in a folder that one may not see stands for itself. */
export function tree(folders: readonly Folder[], projects: readonly Project[]): Level[] {
  const seen = new Set(folders.map((one) => one.id));
  const place = (id: string | undefined) => (id !== undefined && seen.has(id) ? id : undefined);
  const below = (within: string | undefined, depth: number): Level[] => [
    ...folders.filter((one) => place(one.parent) === within).flatMap((one) => [level('folder', one, depth), ...below(one.id ?? '', depth + 1)]),
    ...projects.filter((one) => place(one.folder) === within).map((one) => level('project', one, depth)),
  ];
  return below(undefined, 0);
}

function level(kind: Level['kind'], { id = '', name, closed }: { id?: string; name?: string; closed?: boolean }, depth: number): Level {
  return { kind, id, name: name ?? id, isClosed: closed ?? false, depth };
}

/** The name of a folder or project; its id where nobody gave it one, or it is not known. */
export function nameOf(all: readonly { id?: string; name?: string }[] | undefined, id: string): string {
  return all?.find((one) => one.id?.toLowerCase() === id.toLowerCase())?.name ?? id;
}
