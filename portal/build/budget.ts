import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** What the first view may load of JavaScript. */
export const INITIAL_BYTES_MAX = 250 * 1024;

/** What a page that embeds the viewer loads. */
export const EMBED_BYTES_MAX = 60 * 1024;

/** Fails the build if the JavaScript that has to be there first is larger, packed, than it may be. */
export function budget(bytesMax: number): Plugin {
  return {
    name: 'budget',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Rollup.OutputChunk => file.type === 'chunk');
      const needed = new Set<string>();
      const need = (name: string) => {
        const chunk = chunks.find((one) => one.fileName === name);
        if (chunk && !needed.has(name)) {
          needed.add(name);
          chunk.imports.forEach(need);
        }
      };
      chunks.filter((chunk) => chunk.isEntry).forEach((chunk) => need(chunk.fileName));
      const bytes = chunks.filter((chunk) => needed.has(chunk.fileName)).reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 6 }).length, 0);
      console.log(`initial JavaScript: ${(bytes / 1024).toFixed(1)} KiB packed, at most ${(bytesMax / 1024).toFixed(1)}`);
      if (bytes > bytesMax) {
        throw new Error('a page loads more JavaScript at first than it may');
      }
    },
  };
}
