import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call, type Ask, type Stats } from '../api/client';
import type { components } from '../api/schema';
import { anyTerm, quoted } from '../query/terms';
import { useAccessList, type Folder } from '../shell/levels';
import { INSTANCE } from '../shell/first-opened';
import { tree, type Level } from '../shell/tree';

type Schemas = components['schemas'];
export type Key = Schemas['Key'];
export type NewKey = Schemas['NewKey'];
export type Grant = Schemas['Grant'];

export const ROLES = ['reader', 'exporter', 'investigator', 'auditor', 'writer', 'integrator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const useKeyList = (organization: string) => useAccessList<Key>(organization, 'keys');
export const useGrants = (organization: string) => useAccessList<Grant>(organization, 'grants');

/** Two weeks are enough to rotate a key without haste. */
const SOON_MILLIS = 14 * 86_400_000;

/** Whether a key opens anything, and if not, why. One that expires soon still does. */
export function stateOf(key: Key, nowMillis: number): 'valid' | 'soon' | 'revoked' | 'expired' {
  if (key.revoked) {
    return 'revoked';
  }
  const leftMillis = key.expires === undefined ? Infinity : Date.parse(key.expires) - nowMillis;
  return leftMillis <= 0 ? 'expired' : leftMillis <= SOON_MILLIS ? 'soon' : 'valid';
}

/** Whether nothing can be done with a key any more. */
export function isOver(key: Key, nowMillis: number): boolean {
  const state = stateOf(key, nowMillis);
  return state === 'revoked' || state === 'expired';
}

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

/** As the API is asked: what holds on the whole instance names no organization. */
export function heldIn(organization: string): { organization?: string } {
  return organization === INSTANCE ? {} : { organization };
}

/** Where a role holds, in words that are ids. */
export function levelText(on: { organization?: string; folder?: string; project?: string }): string {
  return [on.organization, on.folder, on.project].filter(Boolean).join(' / ');
}

const COUNTED_MAX = 1000;
/** As many projects as fit into a question, by number and by length. */
const NAMED_MAX = 200;
const NAMED_CHARACTERS_MAX = 3_500;
/** So many questions are asked at most, one after another: a page for people is no report. */
const QUESTIONS_MAX = 25;

type Counts = readonly { value?: string; count?: number }[];

/** Projects in as few groups as there need to be questions. */
export function groupsOf(projects: readonly string[]): string[][] {
  const groups: string[][] = [];
  let characters = 0;
  for (const id of projects) {
    const last = groups.at(-1);
    const more = quoted(id).length + ' OR '.length;
    if (last === undefined || last.length === NAMED_MAX || characters + more > NAMED_CHARACTERS_MAX) {
      groups.push([id]);
      characters = more;
    } else {
      last.push(id);
      characters += more;
    }
  }
  return groups;
}

/** The counts of the folders without what is counted at their projects. */
export function withoutProjects(all: Counts, ofProjects: readonly Counts[]): Counts {
  const inProjects = new Map<string, number>();
  for (const { value = '', count = 0 } of ofProjects.flat()) {
    inProjects.set(value, (inProjects.get(value) ?? 0) + count);
  }
  return all.map(({ value = '', count = 0 }) => ({ value, count: Math.max(0, count - (inProjects.get(value) ?? 0)) }));
}

/** How many events are at each level and below, by a question for all and one for each [[groupsOf]] projects. */
export function useEventCounts(organization: string, levels: readonly Level[] | undefined) {
  return useQuery({
    queryKey: ['access', 'counts', organization, levels],
    queryFn: async ({ signal }) => {
      const stats = (q?: string) =>
        call<Stats>(address('/v1/events/stats', { organization, field: ['folder', 'project'], top: COUNTED_MAX, q }), { signal });
      const all = await stats();
      const groups = groupsOf((levels ?? []).flatMap((one) => (one.kind === 'project' ? [one.id] : [])));
      if (groups.length > QUESTIONS_MAX) {
        return { total: all.total ?? 0, of: (levels ?? []).map(() => null) };
      }
      // An event is at the project that it names, wherever that is, else at the folder that it names.
      const found: Stats[] = [];
      for (const group of groups) {
        found.push(await stats(anyTerm('project', group)));
      }
      const folders = all.top?.['folder'] ?? [];
      const atFolders = folders.length < COUNTED_MAX ? withoutProjects(folders, found.map((one) => one.top?.['folder'] ?? [])) : undefined;
      return { total: all.total ?? 0, of: added(levels ?? [], found.flatMap((one) => one.top?.['project'] ?? []), atFolders) };
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

/** Into which folders a level may come: not into itself, nor into what is in it. */
export function placesFor({ kind, id }: { kind: string; id: string }, folders: readonly Folder[]): Level[] {
  const all = tree(folders, []);
  const at = kind === 'folders' ? all.findIndex((one) => one.id === id) : -1;
  if (at < 0) {
    return all;
  }
  const after = all.slice(at + 1).findIndex((one) => one.depth <= (all[at]?.depth ?? 0));
  return [...all.slice(0, at), ...(after < 0 ? [] : all.slice(at + 1 + after))];
}

/** A level as it is known, or as somebody wants it. */
export interface Wanted {
  name: string;
  closed: boolean;
  /** The folder that it is in; empty directly below the organization. */
  place: string;
}

/** What to ask the server to change of a level: to close, open or move needs more rights than to rename, so only if that is meant. */
export function changed(kind: string, before: Omit<Wanted, 'name'>, { name, closed, place }: Wanted): Record<string, string | boolean> {
  return {
    name: name.trim(),
    ...(closed === before.closed ? {} : { closed }),
    ...(kind === 'organizations' || place === before.place ? {} : { [kind === 'folders' ? 'parent' : 'folder']: place }),
  };
}
