import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/docs/project.ts';

const { import: esm, require: cjs } = manifest.exports['./operators'];

/** All that Node loads with an entry: nothing is shaken off. */
async function reachedFrom(entry: string): Promise<{ packages: Set<string>; sources: string[] }> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    ignoreAnnotations: true,
    logLevel: 'error',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return {
    packages: new Set(imports.filter(({ external }) => external).map(({ path }) => path)),
    // The build heads each part of a chunk with the source file it comes from.
    sources: Object.keys(metafile.inputs).flatMap((path) =>
      [...readFileSync(`${root}${path}`, 'utf8').matchAll(/\/\/ (\S+\.ts)$/gm)].map(
        ([, source = '']) => source,
      ),
    ),
  };
}

describe('the built operators entry', () => {
  it.each([esm.default, cjs.default])(
    '%s reaches rxjs, the operators and the pure parts under them, and nothing else',
    async (entry) => {
      const { packages, sources } = await reachedFrom(entry);
      expect([...packages]).toEqual(['rxjs']);
      expect(sources).toContain('operators/filterByChat.ts');
      expect(
        sources.filter((source) => !/^(operators|src\/(fold|model|redaction|state))\//.test(source)),
      ).toEqual([]);
    },
  );
});
