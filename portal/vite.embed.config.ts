import { defineConfig } from 'vite';
import { budget, EMBED_BYTES_MAX } from './build/budget';
const target = process.env['PORTAL_TARGET'] ?? 'target/classes/dev/indelible/portal';

/** The embedded viewer: one file, by itself. */
export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  plugins: [budget(EMBED_BYTES_MAX)],
  build: {
    outDir: target,
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: 'src/embed/embed.ts', formats: ['es'], fileName: () => 'embed.js' },
  },
});
