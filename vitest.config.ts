import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from 'vitest/config';
import { interopProjects } from './test/interop/projects.ts';
import { jetStreamProject } from './test/jetstream/project.ts';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The names by which users import the package, and what stands for them here. */
export const alias: { readonly find: string | RegExp; readonly replacement: string }[] = [
  { find: '#transport', replacement: source('src/transport/node.ts') },
  { find: /^rx-chat-notifications$/, replacement: source('src/index.ts') },
  { find: /^rx-chat-notifications\/operators$/, replacement: source('operators/index.ts') },
  { find: /^rx-chat-notifications\/simulator$/, replacement: source('src/simulator/index.ts') },
  { find: /^rx-chat-notifications\/tabs$/, replacement: source('src/tabs/index.ts') },
  { find: /^rx-chat-notifications\/jetstream$/, replacement: source('src/jetstream/index.ts') },
  { find: /^rx-chat-notifications\/testing$/, replacement: source('src/testing/index.ts') },
];

/**
 * Tests that change globals for good, measure the memory or the time of their process, collect its garbage, or count what is
 * open in it. All others share processes, for to load RxJS, io-ts and CometD anew for each file costs as much as most tests do.
 */
const alone = [
  'test/chaos/{chaos,run}.test.ts',
  'test/docs/{examples,reactRecipe}.test.ts',
  'test/integration/**/*.test.ts',
  'test/operators/{observeInZone,freeing}.test.ts',
  'test/session/{backfill/freeing,connectionOutage,leaks,linearText,ownClient}.test.ts',
  'test/simulation/sessions/*.test.ts',
  'test/simulator/{acknowledgement,lifecycle}.test.ts',
  'test/transport/*.test.ts',
];

/** The tests that need more than Node. */
const others = [
  'test/package/**',
  'test/browser/**',
  'test/jetstream/**',
  'test/interop/{chaos,javaEngine}.test.ts',
];

const shared: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'shared',
    include: ['test/**/*.test.ts'],
    exclude: [...others, ...alone],
    isolate: false,
    sequence: { groupOrder: 0 },
    globalSetup: [source('test/command/builtCommand.ts')],
  },
};

/** After the shared ones: between them, no process would be shared for long. */
const isolated: TestProjectInlineConfiguration = {
  extends: true,
  test: { name: 'alone', include: alone, sequence: { groupOrder: 1 } },
};

/** What `npm run build` made, packed and installed. */
const packed: TestProjectInlineConfiguration = {
  test: {
    name: 'package',
    include: ['test/package/**/*.test.ts'],
    globalSetup: [source('test/package/install.ts')],
    testTimeout: 60_000,
    hookTimeout: 60_000, // folders of thousands of files are removed
  },
};

/** The package and its examples in real browsers, one file after the other: each starts servers and a browser. */
const browser: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

/** What needs more than Node is there only if it is named: `vitest run --project browser`. */
const onRequest: Readonly<Record<string, () => readonly TestProjectInlineConfiguration[]>> = {
  package: () => [packed],
  browser: () => [browser],
  jetstream: () => [jetStreamProject()],
  interop: () => interopProjects(alias),
};
const requested = Object.entries(onRequest).filter(([name]) =>
  process.argv.join('=').includes(`--project=${name}`),
);

const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 20_000,
    maxWorkers: availableParallelism() + 1, // many tests wait more than they compute
    coverage: { include: ['src/codec/**'], reporter: ['text'], thresholds: { 100: true } },
    projects: requested.length === 0 ? [shared, isolated] : requested.flatMap(([, projects]) => projects()),
  },
});

export default config;
