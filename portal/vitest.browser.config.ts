import { defineConfig } from 'vitest/config';

/** Tests in a real browser against a real server, which whoever starts them has started: PORTAL_URL, PORTAL_KEY. */
export default defineConfig({
  test: {
    include: ['tests/browser/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    bail: 0,
  },
});
