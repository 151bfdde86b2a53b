import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

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
 * Tests of what has no state of its own: they share a process, for to load RxJS and io-ts anew for each file costs as
 * much as they do. Not those that zone.js would change for all that follow, or for which much is collected as garbage.
 */
const functions =
  'test/{codec,console,model,operators,recording,state,testing}/**/!(observeInZone|freeing).test.ts';

const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 20_000,
    maxWorkers: '100%', // many tests wait more than they compute
    coverage: { include: ['src/codec/**'], reporter: ['text'], thresholds: { 100: true } },
    projects: [
      {
        extends: true,
        test: { name: 'functions', include: [functions], isolate: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/**/*.test.ts'],
          exclude: [
            functions,
            'test/package/**',
            'test/browser/**',
            'test/jetstream/**',
            'test/interop/{chaos,javaEngine}.test.ts',
          ],
          sequence: { groupOrder: 1 }, // in turn, or no process would be shared for long
        },
      },
    ],
  },
});

export default config;
