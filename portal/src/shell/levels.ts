import { useQuery } from '@tanstack/react-query';
import { address, call } from '../api/client';
import type { components } from '../api/schema';

/* Folders and projects of an organization, as they were registered. */

export type Folder = components['schemas']['Folder'];
export type Project = components['schemas']['Project'];

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

/** The name of a folder or project; its id where nobody gave it one, or it is not known. */
export function nameOf(all: readonly { id?: string; name?: string }[] | undefined, id: string): string {
  return all?.find((one) => one.id?.toLowerCase() === id.toLowerCase())?.name ?? id;
}
