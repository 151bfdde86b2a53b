import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The names by which users import the package, and what stands for them here. */
export const alias: { readonly find: string | RegExp; readonly replacement: string }[] = [
  { find: '#transport', replacement: source('src/transport/node.ts') },
  { find: /^rx-chat-notifications$/, replacement: source('src/index.ts') },
  { find: /^rx-chat-notifications\/operators$/, replacement: source('operators/index.ts') },
  { find: /^rx-chat-notifications\/simulator$/, replacement: source('src/simulator/index.ts') },
  { find: /^rx-chat-notifications\/testing$/, replacement: source('src/testing/index.ts') },
];

const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/package/**', 'test/browser/**', 'test/interop/chaos.test.ts'],
    testTimeout: 20_000,
    maxWorkers: '100%', // many tests wait more than they compute
    coverage: { include: ['src/codec/**'], reporter: ['text'], thresholds: { 100: true } },
  },
});

export default config;
