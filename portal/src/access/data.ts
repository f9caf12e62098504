import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call, type Ask } from '../api/client';
import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type Key = Schemas['Key'];
export type NewKey = Schemas['NewKey'];
export type Grant = Schemas['Grant'];
export type Folder = Schemas['Folder'];
export type Project = Schemas['Project'];

export const ROLES = ['reader', 'exporter', 'investigator', 'auditor', 'writer', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

function useList<T>(organization: string, path: 'keys' | 'grants' | 'folders' | 'projects') {
  return useQuery({
    queryKey: ['access', path, organization],
    queryFn: async ({ signal }) =>
      (await call<Record<string, T[]>>(address(`/v1/${path}`, { organization }), { signal }))[path] ?? [],
  });
}

export const useKeyList = (organization: string) => useList<Key>(organization, 'keys');
export const useGrants = (organization: string) => useList<Grant>(organization, 'grants');
export const useFolders = (organization: string) => useList<Folder>(organization, 'folders');
export const useProjects = (organization: string) => useList<Project>(organization, 'projects');

/** A change; what is shown of access is asked for anew when it is made. */
export function useChange<T = unknown>(done?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...ask }: Ask & { path: string }) => call<T>(path, ask),
    onSuccess: async (answer) => {
      done?.(answer);
      await client.invalidateQueries({ queryKey: ['access'] });
      await client.invalidateQueries({ queryKey: ['organizations'] });
    },
  });
}

/** Where a role holds, in words that are ids. */
export function levelText(on: { organization?: string; folder?: string; project?: string }): string {
  return [on.organization, on.folder, on.project].filter(Boolean).join(' / ');
}
