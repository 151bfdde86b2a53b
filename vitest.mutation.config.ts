import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { alias } from './vitest.config.ts';

/** Those that try a great many cases: last, because the first test to fail ends the run of a mutant. */
const slow =
  /(dedupeByIndexTable|redactAdversarial|fuzz\w*|laws|badInputReports|evictionLimits|model|persistentMap|transcript)\.test/;

class SlowLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [last, first] = [files.filter(isSlow), files.filter((file) => !isSlow(file))];
    return Promise.resolve([...first, ...last]);
  }
}

const isSlow = ({ moduleId }: TestSpecification): boolean => slow.test(moduleId);

/** The tests that can tell a mutant of the folds and codecs from the original. */
const mutation: ViteUserConfig = defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 120_000, // with mutants all is much slower; Stryker has limits of its own
    include: ['test/{codec,model,operators,state}/**/*.test.ts'],
    exclude: [
      'test/codec/noCodeGeneration.test.ts', // runs in a process of its own, in which no mutant is active
      'test/operators/sideEffects.test.ts', // looks at bundles, which hold every mutant at once
      'test/operators/freeing.test.ts', // waits for the garbage collector
    ],
    setupFiles: ['test/reproducible.ts'],
    isolate: false, // loading RxJS and io-ts anew for each of 80 files costs more than all tests
    sequence: { sequencer: SlowLast },
  },
});

export default mutation;
