import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call, type Ask, type Stats } from '../api/client';
import type { components } from '../api/schema';
import { anyTerm } from '../query/terms';
import { useAccessList } from '../shell/levels';
import type { Level } from '../shell/tree';

type Schemas = components['schemas'];
export type Key = Schemas['Key'];
export type NewKey = Schemas['NewKey'];
export type Grant = Schemas['Grant'];

export const ROLES = ['reader', 'exporter', 'investigator', 'auditor', 'writer', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const useKeyList = (organization: string) => useAccessList<Key>(organization, 'keys');
export const useGrants = (organization: string) => useAccessList<Grant>(organization, 'grants');

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

/** As the API is asked: of a level only what says which it is. */
export function levelOf({ folder, project }: { folder: string; project: string }): { folder?: string; project?: string } {
  return project ? { project } : folder ? { folder } : {};
}

/** Where a role holds, in words that are ids. */
export function levelText(on: { organization?: string; folder?: string; project?: string }): string {
  return [on.organization, on.folder, on.project].filter(Boolean).join(' / ');
}

const COUNTED_MAX = 1000;
/** As many projects as fit into a question. */
const NAMED_MAX = 200;

type Counts = readonly { value?: string; count?: number }[];

/** How many events are at each level and below; those of all levels by two questions, however many levels there are. */
export function useEventCounts(organization: string, levels: readonly Level[] | undefined) {
  return useQuery({
    queryKey: ['access', 'counts', organization, levels],
    queryFn: async ({ signal }) => {
      const projects = (levels ?? []).flatMap((one) => (one.kind === 'project' ? [one.id] : []));
      const stats = (field: string, q?: string) =>
        call<Stats>(address('/v1/events/stats', { organization, field, top: COUNTED_MAX, q }), { signal });
      // An event is at the project that it names, wherever that is, else at the folder that it names.
      const [all, apart] = await Promise.all([
        stats('project'),
        projects.length <= NAMED_MAX ? stats('folder', projects.length > 0 ? `-${anyTerm('project', projects)}` : undefined) : null,
      ]);
      return { total: all.total ?? 0, of: added(levels ?? [], all.top?.['project'] ?? [], apart?.top?.['folder']) };
    },
    enabled: levels !== undefined,
    retry: false,
    staleTime: 30_000,
  });
}

/** The events of each level with all below it, in the order of the levels; null where that is not known. */
export function added(levels: readonly Level[], atProjects: Counts, atFolders: Counts | undefined): (number | null)[] {
  const at = (counts: Counts, id: string) => counts.reduce((sum, one) => sum + (one.value?.toLowerCase() === id.toLowerCase() ? (one.count ?? 0) : 0), 0);
  const own = levels.map((one) => at(one.kind === 'project' ? atProjects : (atFolders ?? []), one.id));
  return levels.map((level, index) => {
    if (level.kind === 'folder' && atFolders === undefined) {
      return null;
    }
    const after = levels.slice(index + 1).findIndex((one) => one.depth <= level.depth);
    return own.slice(index, after < 0 ? undefined : index + 1 + after).reduce((sum, count) => sum + count, 0);
  });
}
