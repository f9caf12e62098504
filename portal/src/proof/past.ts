import { useQuery } from '@tanstack/react-query';
import { ask, Problem } from '../api/client';
import { bundlePath, cosigners, entries, headOf, heads, receivedMillis, TILE_ENTRIES, type Head } from './anchor';

export const PAGE_CHECKPOINTS = 10;
/** Of one look: heads of other organizations are in the anchor too. */
const TILES_MAX = 16;
const REFRESH_MILLIS = 10_000;

export interface Past extends Head {
  /** When its newest event was received; null where that is not known. */
  millis: number | null;
  /** How many events more than the one before it in the list; null of the oldest. */
  added: number | null;
}

export interface PastCheckpoints {
  past: Past[];
  /** Whether older ones may be in the anchor. */
  isMore: boolean;
  witnesses: string[];
  /** The newest of the organization, and that of the anchor, as they were signed. */
  own: string;
  anchor: string;
}

/** The organization's checkpoints, newest first, as the anchor log has them: nothing is taken from a list that could be made for one reader. */
export function useCheckpoints(organization: string, pages: number) {
  return useQuery({
    queryKey: ['checkpoints', organization, pages],
    queryFn: async ({ signal }): Promise<PastCheckpoints> => {
      const log = `/logs/${encodeURIComponent(organization)}`;
      // In this order: the anchor that is asked for afterwards has what was signed before.
      const own = await text(`${log}/checkpoint`, signal);
      const anchor = await text('/logs/anchor/checkpoint', signal);
      const size = headOf(own)?.size ?? 0;
      const found = await headsOf(headOf(own), headOf(anchor)?.size ?? 0, pages, signal);
      // The anchor may have a newer one already, which the next look shows.
      found.heads = found.heads.filter((head) => head.size <= size);
      const shown = found.heads.slice(0, pages * PAGE_CHECKPOINTS);
      const times = await timesOf(log, shown, size, signal);
      const past = shown.map((head, at) => {
        const before = found.heads[at + 1];
        return { ...head, millis: times.get(head.size) ?? null, added: before ? head.size - before.size : head.index === 0 ? head.size : null };
      });
      return { past, isMore: found.isMore || found.heads.length > shown.length, witnesses: cosigners(anchor), own, anchor };
    },
    placeholderData: (before) => before,
    refetchInterval: pages === 1 ? REFRESH_MILLIS : false,
  });
}

/** The newest checkpoint says which tag is the organization's: no other head has its root. */
async function headsOf(newest: { size: number; root: string } | null, anchorSize: number, pages: number, signal: AbortSignal) {
  const all: Head[] = [];
  let tag: string | undefined;
  let tile = Math.ceil(anchorSize / TILE_ENTRIES) - 1;
  const last = Math.max(-1, tile - TILES_MAX * pages);
  const own = () => all.filter((head) => head.tag === tag);
  for (; newest && tile > last && own().length <= pages * PAGE_CHECKPOINTS; tile--) {
    const bundle = await bytes(`/logs/anchor/${bundlePath(tile, anchorSize)}`, signal);
    all.push(...heads(bundle, tile * TILE_ENTRIES).reverse());
    tag ??= all.find((head) => head.root === newest.root && head.size === newest.size)?.tag;
  }
  return { heads: own(), isMore: newest !== null && tile >= 0 };
}

/** By size, when the newest event of each was received, as its leaf says. */
async function timesOf(log: string, past: Head[], size: number, signal: AbortSignal): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  const tiles = [...new Set(past.map((head) => Math.floor((head.size - 1) / TILE_ENTRIES)))];
  await Promise.all(
    tiles.map(async (tile) => {
      const leaves = entries(await bytes(`${log}/${bundlePath(tile, size)}`, signal));
      for (const head of past) {
        const millis = receivedMillis(leaves[head.size - 1 - tile * TILE_ENTRIES]);
        if (millis !== null) {
          times.set(head.size, millis);
        }
      }
    }),
  );
  return times;
}

async function text(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await (await ask(path, { signal })).text();
  } catch (error) {
    // A log that nothing was sealed into yet.
    if (error instanceof Problem && error.status === 404) {
      return '';
    }
    throw error;
  }
}

async function bytes(path: string, signal: AbortSignal): Promise<Uint8Array> {
  return new Uint8Array(await (await ask(path, { signal })).arrayBuffer());
}
