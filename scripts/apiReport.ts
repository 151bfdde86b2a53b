/**
 * Compares the declarations of each public entry with its report in `etc/`; with `--update` it writes the reports.
 * Run after `npm run build`.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
} from '@microsoft/api-extractor';
import manifest from '../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '..');
const update = process.argv.includes('--update');

/** `./operators` is reported in `etc/operators.api.md`, the root entry in `etc/index.api.md`. */
const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ name: entry.slice(2) || 'index', types: target.import.types }],
);

const reported = { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false };
const ignored = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false };

function report(name: string, types: string): boolean {
  const extractorConfig = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'etc'),
        reportTempFolder: join(root, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: reported },
        // What is exported is public, without release tags; comments are checked by the tests. Types that an entry
        // uses and another one exports are not forgotten: the report shows them.
        extractorMessageReporting: {
          default: reported,
          'ae-forgotten-export': ignored,
          'ae-missing-release-tag': ignored,
          'ae-undocumented': ignored,
          'ae-unresolved-link': ignored,
        },
        tsdocMessageReporting: { default: ignored },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(extractorConfig, {
    localBuild: update,
    messageCallback(message) {
      message.handled = message.category === ExtractorMessageCategory.Console;
    },
  });
  if (apiReportChanged)
    console.error(`etc/${name}.api.md ${update ? 'is written' : 'differs: npm run api:update'}`);
  return succeeded;
}

mkdirSync(join(root, 'etc'), { recursive: true });
const failed = entries.filter(({ name, types }) => !report(name, types));
process.exitCode = failed.length > 0 ? 1 : 0;
