import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { MatrixCase } from '../matrixCase.ts';
import { run, versionIn, writeAll } from '../workspace.ts';

/** Minified and gzipped, with RxJS, io-ts, fp-ts and CometD. */
const limit = 80_000;

/** As in the README. */
const app = `import { chatMessages, chatSession, credentials } from 'rx-chat-notifications';
const session = chatSession({ url: 'https://gws.example.com', credentials: credentials.basic('sam', 'secret') });
session.notifications$.pipe(chatMessages({ types: 'Text' })).subscribe(({ text }) => console.log(text));
`;

interface Bundler {
  readonly packages: readonly string[];
  /** A module that builds `app.mjs` into the folder `out`. */
  readonly script: string;
}

const bundlers: Readonly<Record<string, Bundler>> = {
  Vite: {
    packages: ['vite'],
    script: `import { build } from 'vite';
await build({ logLevel: 'error', build: { outDir: 'out', rollupOptions: { input: 'app.mjs' } } });`,
  },
  esbuild: {
    packages: ['esbuild'],
    script: `import { build } from 'esbuild';
await build({ entryPoints: ['app.mjs'], bundle: true, minify: true, splitting: true, format: 'esm', outdir: 'out', logLevel: 'error' });`,
  },
  webpack: {
    packages: ['webpack'],
    script: `import webpack from 'webpack';
const stats = await new Promise((resolve, reject) =>
  webpack({ mode: 'production', entry: './app.mjs', output: { path: import.meta.dirname + '/out' } }, (error, stats) =>
    error ? reject(error) : resolve(stats)));
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));`,
  },
  Rollup: {
    packages: ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-terser'],
    script: `import { rollup } from 'rollup';
import resolve from '@rollup/plugin-node-resolve';
import commonjs from '@rollup/plugin-commonjs';
import terser from '@rollup/plugin-terser';
const bundle = await rollup({ input: 'app.mjs', plugins: [resolve({ browser: true }), commonjs(), terser()] });
await bundle.write({ dir: 'out', format: 'esm' });`,
  },
};

/** Code that browsers lack, in a bundle for them. */
const nodeCode =
  /(?:from|import|require\()\s*["'](?:node:)?(?:http|https|fs|crypto|stream|zlib|net|tls|undici)["']|tough-cookie|CookieJar/;

const bundlerCase = ([name, { packages, script }]: [string, Bundler]): MatrixCase => ({
  group: 'Bundlers',
  name,
  shows: `no Node code; session and peers under ${limit / 1_000} kB gzipped`,
  isReduced: name === 'esbuild',
  run: async (workspace) => {
    const folder = await workspace.folder(packages);
    writeAll(folder, { 'app.mjs': app, 'build.mjs': script });
    await run(folder, process.execPath, 'build.mjs');
    const files = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' });
    const code = files
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(folder, 'out', file), 'utf8'));
    const [found] = code.flatMap((text) => nodeCode.exec(text) ?? []);
    if (found !== undefined) throw new Error(`The bundle for browsers contains ${found}`);
    const bytes = code.reduce((sum, text) => sum + gzipSync(text).length, 0);
    if (bytes === 0 || bytes > limit) throw new Error(`The bundle has ${bytes} bytes, gzipped`);
    return `${versionIn(folder, packages[0] ?? '')}: ${(bytes / 1_000).toFixed(1)} kB gzipped`;
  },
});

export const bundlerCases: readonly MatrixCase[] = Object.entries(bundlers).map(bundlerCase);
