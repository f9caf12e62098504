import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PAGE = fileURLToPath(new URL('../../verifier/verify.html', import.meta.url));
const NAME = 'virtual:verifier';
const END = '/* ---------- the page:';
const EXPORTS = ['check', 'unzip', 'Refused', 'parseProof', 'sha256', 'hex', 'concat'];

/**
 * The checking code of the offline verifier, `verifier/verify.html`, as a module. That page has to be one file that
 * stands alone, so it is the source and there is no copy to drift away from it.
 */
export function verifier(): Plugin {
  return {
    name: 'verifier',
    resolveId: (id) => (id === NAME ? '\0' + NAME : null),
    load(id) {
      if (id !== '\0' + NAME) {
        return null;
      }
      this.addWatchFile(PAGE);
      const page = readFileSync(PAGE, 'utf8');
      const script = page.slice(page.indexOf('<script>') + '<script>'.length, page.indexOf(END));
      if (!page.includes(END) || !script.includes('async function check(')) {
        throw new Error('the script of verifier/verify.html is not where it was');
      }
      return script + '\nexport { ' + EXPORTS.join(', ') + ' };\n';
    },
  };
}
