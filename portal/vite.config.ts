import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { budget, INITIAL_BYTES_MAX } from './build/budget';
import { verifier } from './build/verifier';

const server = process.env['INDELIBLE_URL'] ?? 'http://127.0.0.1:8080';
const target = process.env['PORTAL_TARGET'] ?? 'target/classes/dev/indelible/portal';

export default defineConfig({
  logLevel: 'warn',
  plugins: [react(), verifier(), budget(INITIAL_BYTES_MAX)],
  build: {
    outDir: target,
    emptyOutDir: true,
    target: 'es2022',
    // Data addresses are not allowed by the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // One file, whose packed size the budget holds: the browser has six connections, and the first questions need them.
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '^/(v1|logs|openapi.json)': { target: server, changeOrigin: false } } },
  test: { include: ['tests/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});
