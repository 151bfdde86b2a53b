import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { alias } from './vitest.config.ts';

/** The package and its examples in a real Chromium, one after the other: each starts servers and a browser. */
const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

export default config;
