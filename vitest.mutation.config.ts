import { defineConfig, type ViteUserConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The tests that can tell a mutant of the folds and codecs from the original. */
const mutation: ViteUserConfig = defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/{codec,model,operators,state}/**/*.test.ts'],
    exclude: [
      'test/codec/noCodeGeneration.test.ts', // runs in a process of its own, in which no mutant is active
      'test/operators/sideEffects.test.ts', // looks at bundles, which hold every mutant at once
      'test/operators/freeing.test.ts', // waits for the garbage collector
    ],
    setupFiles: ['test/reproducible.ts'],
    isolate: false, // loading RxJS and io-ts anew for each of 80 files costs more than all tests
  },
});

export default mutation;
