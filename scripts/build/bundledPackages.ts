import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

const folderOfPackage = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Folders of packages. Each format is a build of its own, and they do not bundle the same. */
const bundled = new Set<string>();

/** Bundles CommonJS packages for Node, and writes the licences of what is bundled to `THIRD-PARTY.txt`. */
export const bundledPackages: Plugin = {
  name: 'bundled-packages',
  setup(build) {
    // ES modules have no `require`.
    build.onLoad({ filter: /node_modules\/.+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/\brequire\('([\w:/]+)'\)/g, (call, name: string) =>
        isBuiltin(name) ? `globalThis.process.getBuiltinModule('${name}')` : call,
      ),
    }));
    build.onEnd(({ metafile }) => {
      const { outdir } = build.initialOptions;
      if (metafile === undefined || outdir === undefined) return;
      mkdirSync(outdir, { recursive: true });
      for (const folder of packagesIn(metafile)) bundled.add(folder);
      writeFileSync(join(outdir, 'THIRD-PARTY.txt'), thirdParty([...bundled]));
    });
  },
};

/** The folders of the packages whose code is in the output. */
function packagesIn({ outputs }: Metafile): readonly string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return files.flatMap((file) => folderOfPackage.exec(file) ?? []);
}

function thirdParty(folders: readonly string[]): string {
  const sections = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly version: string;
      readonly license: string;
    };
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    if (texts.length === 0) throw new Error(`${name} is bundled, but it has no licence file`);
    const licences = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...licences].join('\n\n');
  });
  const all = [...new Set(sections)].sort(); // a package can be in several folders
  return `This package contains code of these packages, for Node alone:\n\n${all.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
