import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The tests of what `npm run build` made, packed and installed. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/package/install.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000, // folders of thousands of files are removed
  },
});

export default config;
