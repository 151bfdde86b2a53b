import { defineConfig } from 'tsup';

/**
 * One output file a source file: an app that imports a single operator then carries that operator
 * alone, which two bundled entries would defeat. Declarations are made for the public entries only.
 */
const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: ['src/**/*.ts', 'operators/**/*.ts'],
  format: ['esm', 'cjs'],
  outDir: 'dist',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  clean: true,
  // `imports` of package.json chooses between Node and browsers, where the package is used.
  external: [/^node:/, '#transport'],
  removeNodeProtocol: false,
  dts: {
    entry: {
      'src/index': 'src/index.ts',
      'operators/index': 'operators/index.ts',
      'src/simulator/index': 'src/simulator/index.ts',
      'src/testing/index': 'src/testing/index.ts',
      'src/transport/browser': 'src/transport/browser.ts',
      'src/transport/node': 'src/transport/node.ts',
    },
    // `Symbol.asyncDispose` is younger than the `lib` of many users.
    banner: '/// <reference lib="esnext.disposable" />',
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
});

export default config;
