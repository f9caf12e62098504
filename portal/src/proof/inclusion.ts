import { concat, hex, sha256, type Proof } from 'virtual:verifier';

/* The way from a leaf to the root (RFC 9162, section 2.1.3.2), step by step, so that it can be drawn. */

export interface Level {
  /** Height of the node that this step computes, above the leaves. */
  height: number;
  /** Whether the sibling stands left or right; null where the node is carried up alone. */
  sibling: 'left' | 'right' | null;
  /** Taken from the log. */
  taken: string;
  /** Computed here. */
  computed: string;
  formula: string;
}

export interface Path {
  leaf: string;
  levels: Level[];
  root: string;
  isRight: boolean;
}

const short = (hash: string) => hash.slice(0, 8) + '…';

/** Computes the path; `entry` is the leaf's content. */
export async function inclusion(proof: Proof, entry: Uint8Array): Promise<Path> {
  let hash = await sha256(Uint8Array.of(0), entry);
  const leaf = hex(hash);
  let first = proof.index;
  let second = proof.checkpoint.size - 1n;
  let height = 0;
  const levels: Level[] = [];
  const carry = () => {
    height++;
    levels.push({ height, sibling: null, taken: '', computed: hex(hash), formula: '' });
  };
  for (const node of proof.nodes) {
    const taken = hex(node);
    const before = hex(hash);
    if ((first & 1n) === 1n || first === second) {
      hash = await sha256(concat(Uint8Array.of(1), node, hash));
      while ((first & 1n) === 0n && first !== 0n) {
        carry();
        const last = levels.at(-1);
        if (last) {
          last.computed = before;
        }
        first >>= 1n;
        second >>= 1n;
      }
      height++;
      levels.push({ height, sibling: 'left', taken, computed: hex(hash), formula: `SHA-256(01 | ${short(taken)} | ${short(before)})` });
    } else {
      hash = await sha256(concat(Uint8Array.of(1), hash, node));
      height++;
      levels.push({ height, sibling: 'right', taken, computed: hex(hash), formula: `SHA-256(01 | ${short(before)} | ${short(taken)})` });
    }
    first >>= 1n;
    second >>= 1n;
  }
  const root = hex(proof.checkpoint.root);
  return { leaf, levels, root, isRight: hex(hash) === root && second === 0n };
}
