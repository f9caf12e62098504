import type { Folder, Project } from './levels';

export interface Level {
  kind: 'folder' | 'project';
  id: string;
  name: string;
  isClosed: boolean;
  /** Whether whoever looks may open it, if it is closed. */
  mayOpen: boolean;
  /** How many folders it is in. */
  depth: number;
}

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

function level(kind: Level['kind'], { id = '', name, closed, mayOpen }: { id?: string; name?: string; closed?: boolean; mayOpen?: boolean }, depth: number): Level {
  return { kind, id, name: name ?? id, isClosed: closed ?? false, mayOpen: mayOpen ?? false, depth };
}
