import type { Alias } from 'vite';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { missingTools } from './javaTools.ts';
import { suites } from './suites.ts';

const java = 'Java CometD';
const engines = ['faye over long polling', 'faye over WebSocket', java];

/** Where this is checked for good, nothing may be missing. */
function available(): readonly string[] {
  const missing = missingTools();
  if (missing.length === 0) return engines;
  if (process.env['CI'] === 'true') throw new Error(missing.join('\n'));
  for (const line of missing) console.log(`The Java server is skipped: ${line}.`);
  return engines.filter((name) => name !== java);
}

const simulator = new URL('simulator.ts', import.meta.url).pathname;

const project = (name: string, alias: readonly Alias[]): TestProjectInlineConfiguration => ({
  resolve: { alias: [{ find: /^rx-chat-notifications\/simulator$/, replacement: simulator }, ...alias] },
  test: {
    name: `interop: ${name}`,
    include: [
      ...suites,
      'test/interop/servers.test.ts',
      'test/interop/chaos.test.ts',
      ...(name === java ? ['test/interop/javaEngine.test.ts'] : []),
    ],
    testTimeout: 20_000,
    maxWorkers: '100%',
    env: { BAYEUX_ENGINE: name },
    setupFiles: ['test/interop/setup.ts'],
    globalSetup: name === java ? ['test/interop/javaProcess.ts'] : [],
  },
});

/** The suites of `npm test` that talk to a Bayeux server, over servers of other makes. */
export const interopProjects = (alias: readonly Alias[]): TestProjectInlineConfiguration[] =>
  available().map((name) => project(name, alias));
