import { build } from 'esbuild'; import { gzipSync } from 'node:zlib';
const ext = ['rxjs', 'cometd', 'cometd/*', 'io-ts', 'fp-ts', 'rxjs/*'];
const b = async (contents, extra = {}) => await build({ stdin: { contents, resolveDir: '/tmp/w20' }, bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', tsconfigRaw: '{}', external: ext, logLevel: 'error', metafile: true, treeShaking: true, ...extra });
const src = process.argv[2] ?? 'src';
const A = src === 'src' ? './src/session/chatSession.ts' : './dist/src/session/chatSession.js', T = src === 'src' ? './src/tabs/sharedSession.ts' : './dist/src/tabs/sharedSession.js';
const opts = src === 'src' ? { alias: { '#transport': '/tmp/w20/src/transport/browser.ts' } } : {};
const a = await b(`export { chatSession } from '${A}'`, opts), c = await b(`export { sharedSession } from '${T}'`, opts), d = await b(`export { chatSession } from '${A}'; export { sharedSession } from '${T}'`, opts);
const g = (r) => gzipSync(r.outputFiles[0].contents, { level: 9 }).length;
console.log({ chat: g(a), shared: g(c), both: g(d) });
const ins = Object.values(d.metafile.outputs)[0].inputs; const ia = Object.values(a.metafile.outputs)[0].inputs;
let sum = 0; for (const [k, v] of Object.entries(ins).sort((x, y) => y[1].bytesInOutput - x[1].bytesInOutput)) { const x = v.bytesInOutput - (ia[k]?.bytesInOutput ?? 0); if (x > 50) { console.log(k, x); sum += x; } }
console.log(sum);
