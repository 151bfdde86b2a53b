import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { root } from '../../../scripts/docs/project.ts';
import { fencedExamples } from '../../docs/extract.ts';
import type { MatrixCase } from '../matrixCase.ts';
import { run, versionIn, writeAll } from '../workspace.ts';

const resolutions = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');

/** Imports entries; an `any` in place of a type is an error. */
const consumer = (names: readonly string[]): string =>
  [
    ...names.map((entry, at) => `export * as entry${at} from '${manifest.name}${entry.slice(1)}';`),
    `import { chatSession, type ChatNotification, type ConnectionStatus } from '${manifest.name}';`,
    `const session = chatSession({ url: 'https://gws.example.com' });`,
    `session.notifications$.subscribe((notification: ChatNotification) => notification.chatId);`,
    `export const state: ConnectionStatus['state'] = session.status.state;`,
    `// @ts-expect-error -- the state is one of a few strings`,
    `export const wrong: 'unknown' = session.status.state;`,
    `// @ts-expect-error -- an unknown option`,
    `chatSession({ url: 'https://gws.example.com', unknownOption: 1 });`,
  ].join('\n');

/** The declarations of the NATS client use types that TypeScript 5.7 brought. */
const understandsNats = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 5 || minor >= 7;
};

const readmeExamples = fencedExamples('README.md', readFileSync(`${root}README.md`, 'utf8'));

const typescript = (version: string): MatrixCase => ({
  group: 'TypeScript',
  name: `TypeScript ${version}`,
  shows: `${understandsNats(version) ? 'all entries' : 'all entries but jetstream'}: ${Object.keys(resolutions).join(', ')}`,
  isReduced: version === '5.4',
  run: async (workspace) => {
    const folder = await workspace.folder([`typescript@${version}`]);
    const tried = entries.filter((entry) => understandsNats(version) || entry !== './jetstream');
    for (const [name, resolution] of Object.entries(resolutions)) {
      const tsconfig = {
        compilerOptions: {
          ...resolution,
          strict: true,
          skipLibCheck: false,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: ['node'],
          noEmit: true,
        },
        include: ['*.ts'],
      };
      const examples = readmeExamples.map(({ code }, at) => [`${name}/readme-${at}.ts`, code] as const);
      writeAll(folder, {
        ...Object.fromEntries(examples),
        [`${name}/consumer.ts`]: consumer(tried),
        [`${name}/tsconfig.json`]: JSON.stringify(tsconfig),
      });
      const tsc = join(folder, 'node_modules/typescript/bin/tsc');
      await run(folder, process.execPath, tsc, '--project', name).catch((error: unknown) => {
        throw new Error(`${name}: ${String(error)}`, { cause: error });
      });
    }
    return versionIn(folder, 'typescript');
  },
});

export const typescripts: readonly MatrixCase[] = ['5.4', '5.6', '5.9', '6.0', '7.0'].map(typescript);
