import { build } from 'esbuild'; import { gzipSync } from 'node:zlib';
const size = async (contents) => { const { outputFiles: [f] } = await build({ stdin: { contents, resolveDir: '/tmp/w20' }, bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', tsconfigRaw: '{}', external: ['rxjs', 'cometd', 'cometd/*', 'io-ts', 'fp-ts', 'rxjs/*'], logLevel: 'error' }); return gzipSync(f.contents, { level: 9 }).length; };
const a = await size(`export { chatSession } from './dist/src/index.js'`);
const b = await size(`export { chatSession } from './dist/src/index.js'; export { sharedSession } from './dist/src/tabs/index.js'`);
const c = await size(`export { sharedSession } from './dist/src/tabs/index.js'`);
console.log({ chatSession: a, both: b, shared: c, added: b - a, instead: c - a });
