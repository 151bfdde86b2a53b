import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as operators from '../../operators/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const entry = './operators/index.ts';
const names = Object.keys(operators).sort();

interface Bundle {
  readonly code: string;
  /** The modules of this package that have bytes in the bundle. */
  readonly modules: readonly string[];
}

/** The bundle of an app that consists of this one line. */
async function bundled(contents: string, plugins: Plugin[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, sourcefile: 'app.js' },
    bundle: true,
    external: ['rxjs'],
    write: false,
    metafile: true,
    format: 'esm',
    minifySyntax: true,
    // Calls that a bundler cannot know to do nothing but give a value.
    pure: ['Date.UTC'],
    logLevel: 'silent',
    plugins,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    modules: inputs.flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 && path !== 'app.js' ? [path] : [],
    ),
  };
}

/** What a bundle contains beyond imports of RxJS, numbers and comments. */
const whatRuns = ({ code }: Bundle): string =>
  code
    .replace(/^import ([^;]+ from )?"rxjs";$/gm, '')
    .replace(/^var \w+ = [-+*\d\s]+;$/gm, '')
    .replace(/^\/\/.*$/gm, '')
    .trim();

/** Treats every module of this package as one with side effects, whatever `package.json` says. */
const distrustful: Plugin = {
  name: 'distrustful',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\./ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === distrustful) return undefined;
      const { kind, importer, resolveDir } = options;
      const resolved = await pluginBuild.resolve(path, {
        kind,
        importer,
        resolveDir,
        pluginData: distrustful,
      });
      return { ...resolved, sideEffects: true };
    });
  },
};

describe('the operators entry', () => {
  it.each(names)('[SE1] %s leaves nothing in a bundle that does not use it', async (name) => {
    expect(whatRuns(await bundled(`import { ${name} as kept } from '${entry}'`))).toBe('');
  });

  it('[SE1] the entry leaves nothing where a bundler does not trust `sideEffects: false`', async () => {
    const whole = await bundled(`import '${entry}'`, [distrustful]);
    expect(whole.code).toContain('from "rxjs"');
    expect(whatRuns(whole)).toBe('');
  });

  it('an export brings the modules of the snapshot and no other', async () => {
    const brought: [string, readonly string[]][] = [];
    for (const name of names) {
      const { modules } = await bundled(`export { ${name} } from '${entry}'`);
      brought.push([name, [...modules].sort()]);
    }
    expect(Object.fromEntries(brought)).toMatchSnapshot();
  });
});
