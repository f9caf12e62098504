import { useQuery } from '@tanstack/react-query';
import { address, call } from '../api/client';
import type { components } from '../api/schema';
import { INSTANCE } from './first-opened';

/* Folders and projects of an organization, as they were registered. */

export type Folder = components['schemas']['Folder'];
export type Project = components['schemas']['Project'];

/** Whatever changes access asks for these anew. The instance has keys and grants, which are of no organization, and no levels. */
export function useAccessList<T extends { organization?: string }>(organization: string, path: 'keys' | 'grants' | 'folders' | 'projects', enabled = true) {
  return useQuery({
    queryKey: ['access', path, organization],
    queryFn: ({ signal }) => (organization === INSTANCE ? ofInstance<T>(path, signal) : listed<T>(path, organization, signal)),
    enabled,
    staleTime: 30_000,
  });
}

async function listed<T>(path: string, organization: string | undefined, signal: AbortSignal): Promise<T[]> {
  return (await call<Record<string, T[]>>(address(`/v1/${path}`, { organization }), { signal }))[path] ?? [];
}

async function ofInstance<T extends { organization?: string }>(path: string, signal: AbortSignal): Promise<T[]> {
  return path === 'folders' || path === 'projects' ? [] : (await listed<T>(path, undefined, signal)).filter((one) => one.organization === undefined);
}

export const useFolders = (organization: string, enabled = true) => useAccessList<Folder>(organization, 'folders', enabled);
export const useProjects = (organization: string, enabled = true) => useAccessList<Project>(organization, 'projects', enabled);

/** The name of a folder or project; its id where nobody gave it one, or it is not known. */
export function nameOf(all: readonly { id?: string; name?: string }[] | undefined, id: string): string {
  return all?.find((one) => one.id?.toLowerCase() === id.toLowerCase())?.name ?? id;
}
