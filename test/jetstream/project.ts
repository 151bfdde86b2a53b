import { spawnSync } from 'node:child_process';
import type { TestProjectInlineConfiguration } from 'vitest/config';

/** What is missing, or nothing. Where this is checked for good, nothing may be missing. */
function missing(): string | undefined {
  if (spawnSync('nats-server', ['--version']).status === 0) return undefined;
  const reason = 'nats-server is not installed: apt-get install nats-server';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.log(`The tests against a broker are skipped: ${reason}.`);
  return reason;
}

/** The tests of the bridge to JetStream, against a `nats-server` of their own. */
export const jetStreamProject = (): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: 'jetstream',
    include: missing() === undefined ? ['test/jetstream/**/*.test.ts'] : ['test/jetstream/*.pure.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 1,
  },
});
