/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['operators/**/*.ts', 'src/{codec,model,state}/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: 90 },
  incremental: true,
  incrementalFile: 'temp/mutation/incremental.json',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: 'temp/mutation/report.json' },
  clearTextReporter: { allowColor: false, reportTests: false, allowEmojis: false },
  tempDirName: 'temp/stryker',
  ignorePatterns: ['.ci', 'bench', 'coverage', 'dist', 'docs', 'etc', 'examples', 'temp'],
  checkers: [],
};
