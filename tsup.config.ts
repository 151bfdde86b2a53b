import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsup';
import { bundledPackages } from './scripts/build/bundledPackages.ts';

const command = 'src/command/main';

/** In one order, always: esbuild names and orders its chunks by it, and tsup's own search finds files in any. */
const sources = ['src', 'operators']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts'))
  .filter((file) => !file.startsWith('src/command/') || file === `${command}.ts`)
  .sort();

const entry: Readonly<Record<string, string>> = Object.fromEntries(
  sources.map((file) => [file.slice(0, -'.ts'.length), file]),
);

/**
 * One output file a source file: an app that imports a single operator then carries that operator
 * alone, which two bundled entries would defeat. Declarations are made for the public entries only. The development
 * dependencies that the sources import are bundled.
 */
const config: ReturnType<typeof defineConfig> = defineConfig({
  entry,
  format: ['esm', 'cjs'],
  outDir: 'dist',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  clean: true,
  // `imports` of package.json chooses between Node and browsers, where the package is used.
  external: [/^node:/, '#transport'],
  removeNodeProtocol: false,
  esbuildPlugins: [bundledPackages],
  esbuildOptions(options, { format }) {
    if (format !== 'cjs') return;
    // Nobody requires the command. (Both formats share the object of entries.)
    const { [command]: _command, ...others } = entry;
    options.entryPoints = others;
  },
  dts: {
    entry: {
      'src/index': 'src/index.ts',
      'operators/index': 'operators/index.ts',
      'src/simulator/index': 'src/simulator/index.ts',
      'src/tabs/index': 'src/tabs/index.ts',
      'src/jetstream/index': 'src/jetstream/index.ts',
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
