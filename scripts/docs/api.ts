import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Application, ReflectionKind, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { publicEntries } from '../../test/docs/project.ts';
import { apiIndex } from './apiIndex.ts';

/** Names that only types of the package use. */
const notExported = ['Open', 'OfChat', 'FaultName', 'UserData', 'AnyEither', 'LeftOf', 'RightOf'];

/** Writes the reference of the public entries to `docs/api`, and returns whether TypeDoc warned. */
export async function writeApi(root: string): Promise<readonly string[]> {
  const entries = [...publicEntries].filter(([name]) => !name.startsWith('#'));
  const names = new Map(entries.map(([name, path]) => [relative(root, dirname(path)), name]));
  const options: TypeDocOptions & Partial<PluginOptions> = {
    entryPoints: entries.map(([, path]) => path),
    tsconfig: join(root, 'scripts/docs/tsconfig.api.json'),
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: join(root, 'docs/api') }],
    name: 'API',
    readme: 'none',
    disableSources: true,
    excludePrivate: true,
    intentionallyNotExported: notExported,
    logLevel: 'Warn',
    entryFileName: 'index',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: 'table',
    sanitizeComments: true,
  };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the package');
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
    module.name = names.get(module.name) ?? module.name;
  }
  app.validate(project);
  await app.generateOutputs(project);
  writeFileSync(join(root, 'docs/api/index.md'), apiIndex(project));
  return app.logger.hasErrors() || app.logger.hasWarnings() ? ['TypeDoc warns, see above'] : [];
}
