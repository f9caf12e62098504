import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files by name: otherwise the slow and the failed of the last run come first, and a fresh clone has another order. */
class ByName extends BaseSequencer {
  /** Every second file: the slow ones are neighbours. */
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index, count } = this.ctx.config.shard!;
    return byName(files).filter((_, place) => place % count === index - 1);
  }

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = byName(files);
    return process.env['PORTAL_ORDER'] === 'reversed' ? sorted.reverse() : sorted;
  }
}

function byName(files: TestSpecification[]): TestSpecification[] {
  return [...files].sort((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
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
