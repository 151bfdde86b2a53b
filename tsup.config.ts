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
  external: [/^node:/],
  removeNodeProtocol: false,
  dts: {
    entry: {
      'src/index': 'src/index.ts',
      'operators/index': 'operators/index.ts',
      'src/simulator/index': 'src/simulator/index.ts',
      'src/testing/index': 'src/testing/index.ts',
    },
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
});

export default config;
