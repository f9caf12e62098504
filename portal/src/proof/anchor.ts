/*
 * The anchor log, read in the browser: its entries are the heads of all organizations, each under a tag that names none.
 * C2SP tlog-tiles: an entry bundle is u16 length | entry, up to 256 of them. Our entry is
 * u8 version=1 | 16 B tag | u64 size | 32 B root | 4 B key id.
 */

export const TILE_ENTRIES = 256;
const HEAD_BYTES = 61;

export interface Head {
  /** Its place in the anchor. */
  index: number;
  tag: string;
  size: number;
  /** Base64, as checkpoints have it. */
  root: string;
}

/** The entries of a bundle. */
export function entries(bundle: Uint8Array): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const found: Uint8Array[] = [];
  for (let at = 0; at + 2 <= bundle.length; ) {
    const length = view.getUint16(at);
    if (at + 2 + length > bundle.length) {
      throw new Error('the bundle ends in an entry');
    }
    found.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

/** The heads of a bundle that begins at an index; what is of another version is left out. */
export function heads(bundle: Uint8Array, firstIndex: number): Head[] {
  return entries(bundle).flatMap((entry, offset) => {
    if (entry.length !== HEAD_BYTES || entry[0] !== 1) {
      return [];
    }
    const size = Number(new DataView(entry.buffer, entry.byteOffset).getBigUint64(17));
    return [{ index: firstIndex + offset, tag: base64(entry.subarray(1, 17)), size, root: base64(entry.subarray(25, 57)) }];
  });
}

/** When the event of a leaf entry was received: u8 version=1 | u64 unix milliseconds | …. */
export function receivedMillis(leaf: Uint8Array | undefined): number | null {
  return leaf && leaf.length > 9 && leaf[0] === 1 ? Number(new DataView(leaf.buffer, leaf.byteOffset).getBigUint64(1)) : null;
}

/** `tile/entries/x001/234.p/5`: the bundle of a number, of a log of so many entries. */
export function bundlePath(tile: number, size: number): string {
  const groups: string[] = [];
  for (let rest = tile; ; rest = Math.floor(rest / 1000)) {
    groups.unshift((groups.length > 0 ? 'x' : '') + String(rest % 1000).padStart(3, '0'));
    if (rest < 1000) {
      break;
    }
  }
  const width = Math.min(TILE_ENTRIES, size - tile * TILE_ENTRIES);
  return `tile/entries/${groups.join('/')}${width < TILE_ENTRIES ? `.p/${width}` : ''}`;
}

/** Origin, size and root of a checkpoint; null where it is none. */
export function headOf(note: string): { origin: string; size: number; root: string } | null {
  const [origin, size, root] = note.split('\n');
  return origin && root && size && /^\d+$/.test(size) ? { origin, size: Number(size), root } : null;
}

/** Who cosigned a checkpoint besides the log itself. */
export function cosigners(note: string): string[] {
  const lines = note.trimEnd().split('\n');
  const signers = lines.flatMap((line) => (line.startsWith('— ') ? [line.slice(2).split(' ')[0] ?? ''] : []));
  return signers.filter((name) => name !== lines[0]);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
