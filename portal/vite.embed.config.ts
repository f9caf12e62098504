import { defineConfig } from 'vite';
import { budget, EMBED_BYTES_MAX } from './build/budget';

/** The embedded viewer: one file, beside the portal's. */
export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  plugins: [budget(EMBED_BYTES_MAX)],
  build: {
    outDir: process.env['PORTAL_TARGET'] ?? 'target/classes/dev/indelible/portal',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/embed/embed.ts', formats: ['es'], fileName: () => 'embed.js' },
    reportCompressedSize: false,
  },
});
