import { defineConfig } from 'vite';
const target = process.env['PORTAL_TARGET'] ?? 'target/classes/dev/indelible/portal';

/** The embedded viewer: one file, by itself. */
export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: target,
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: 'src/embed/embed.ts', formats: ['es'], fileName: () => 'embed.js' },
  },
});
