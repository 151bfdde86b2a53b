import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What is measured: imports of the source, without peers. */
const cases: Readonly<Record<string, string>> = {
  chatSession: `import { chatSession } from './src/index.ts'; console.log(chatSession);`,
  sharedSession: `import { sharedSession } from './src/tabs/index.ts'; console.log(sharedSession);`,
  'validNotifications and chatDirectory': `import { chatDirectory, validNotifications } from './src/index.ts'; console.log(chatDirectory, validNotifications);`,
  'the same and fromChannel': `import { chatDirectory, fromChannel, validNotifications } from './src/index.ts'; console.log(chatDirectory, fromChannel, validNotifications);`,
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1).padStart(6);

/** The minified code of an app that contains only this, and how many bytes of it each folder has. */
async function sizeOf(contents: string): Promise<{ code: Uint8Array; parts: ReadonlyMap<string, number> }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['rxjs', 'fp-ts', 'io-ts', 'cometd'],
    alias: { '#transport': './src/transport/browser.ts' },
    tsconfigRaw: {},
    metafile: true,
    write: false,
    outfile: 'app.js',
  });
  const parts = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = path.split('/').slice(0, -1).join('/');
      parts.set(folder, (parts.get(folder) ?? 0) + bytesInOutput);
    }
  }
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), parts };
}

for (const [name, contents] of Object.entries(cases)) {
  const { code, parts } = await sizeOf(contents);
  const gzipped = gzipSync(code, { level: 9 }).length;
  console.log(
    `${name}: ${kilobytes(gzipped).trim()} kB gzipped, ${kilobytes(code.length).trim()} kB minified`,
  );
  const rows = [...parts].filter(([, bytes]) => bytes > 100).sort(([, one], [, other]) => other - one);
  for (const [folder, bytes] of rows)
    console.log(
      `${kilobytes(bytes)} kB minified, about ${kilobytes((bytes / code.length) * gzipped).trim()} kB gzipped: ${folder || 'entry'}`,
    );
}
