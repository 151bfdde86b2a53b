/**
 * `npm run test:matrix`: tries the built package on the platforms of `docs/platforms.md`, and checks that page. By default the
 * reduced form; `--all` tries every platform, `--only TEXT` those whose name contains it. `--update` writes the page.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/docs/project.ts';
import { browsers } from './groups/browsers.ts';
import { bundlerCases } from './groups/bundlers.ts';
import { cometdCases } from './groups/cometd.ts';
import { frameworks } from './groups/frameworks.ts';
import { runtimes } from './groups/runtimes.ts';
import { typescripts } from './groups/typescript.ts';
import type { MatrixCase } from './matrixCase.ts';
import { missingRows, type Outcome, platformsPage } from './platformsPage.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const { all, only, update } = values;

const cases: readonly MatrixCase[] = [
  ...runtimes,
  ...browsers,
  ...typescripts,
  ...bundlerCases,
  ...cometdCases,
  ...frameworks,
];
const chosen = cases.filter(({ name, group, isReduced }) =>
  only === undefined ? all || isReduced === true : `${group} ${name}`.includes(only),
);

async function tryCase(tried: MatrixCase, workspace: Workspace): Promise<Outcome> {
  try {
    return { tried, details: await tried.run(workspace), works: true };
  } catch (error) {
    return { tried, details: error instanceof Error ? error.message : String(error), works: false };
  }
}

const page = join(root, 'docs/platforms.md');
const workspace = await openWorkspace();
const outcomes: Outcome[] = [];
try {
  for (const tried of chosen) {
    const outcome = await tryCase(tried, workspace);
    outcomes.push(outcome);
    console.log(
      `${outcome.works ? '✓' : '✗'} ${tried.group.padEnd(14)} ${tried.name.padEnd(40)} ${outcome.details}`,
    );
  }
} finally {
  workspace.remove();
}

if (update && all && only === undefined) {
  writeFileSync(page, platformsPage(outcomes));
  execFileSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', page]);
}
const missing = missingRows(readFileSync(page, 'utf8'), outcomes);
for (const line of missing)
  console.error(`docs/platforms.md lacks: ${line}\nRun npm run test:matrix -- --all --update`);
const failed = outcomes.filter(({ works }) => !works).length;
console.log(`Platforms: ${outcomes.length - failed} passed, ${failed} failed`);
if (failed > 0 || missing.length > 0) process.exitCode = 1;
