import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files by name: otherwise the slow and the failed of the last run come first, and a fresh clone has another order. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = [...files].sort((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
    return process.env['PORTAL_ORDER'] === 'reversed' ? sorted.reverse() : sorted;
  }
}

/** Tests in a real browser against a real server, which whoever starts them has started: PORTAL_URL, PORTAL_KEY. */
export default defineConfig({
  test: {
    include: ['tests/browser/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    sequence: { sequencer: ByName },
    bail: 0,
  },
});
