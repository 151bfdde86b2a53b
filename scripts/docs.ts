/**
 * Builds the docs site in `docs/.vitepress/dist`, and fails on any warning.
 *
 * `npm run docs` draws the marble pictures from their tests, and builds. With `-- --check` it draws nothing, and fails if a
 * picture is outdated or a page is missing. With `-- --pictures` it only draws.
 */
import { join } from 'node:path';
import { writeApi } from './docs/api.ts';
import { siteProblems } from './docs/links/siteLinks.ts';
import { deadSourceLinks } from './docs/links/sourceLinks.ts';
import { outdatedPictures, updatePictures } from './docs/marbles/update.ts';
import { root, writtenFiles } from './docs/project.ts';
import { buildSite } from './docs/site/build.ts';
import { missingPages } from './docs/site/pages.ts';

const [check, picturesOnly] = ['--check', '--pictures'].map((name) => process.argv.includes(name));

async function checkedPictures(): Promise<readonly string[]> {
  const problems = await (check ? outdatedPictures(root) : updatePictures(root));
  return check && problems.length > 0 ? [...problems, 'Draw the pictures again: npm run docs'] : problems;
}

async function builtSite(): Promise<readonly string[]> {
  const warnings = await buildSite(root);
  const dist = join(root, 'docs/.vitepress/dist');
  return warnings.length > 0 ? warnings : siteProblems(dist, process.env['DOCS_BASE'] ?? '/');
}

interface Step {
  readonly name: string;
  readonly problems: () => readonly string[] | Promise<readonly string[]>;
}

const pictures: Step = { name: 'marble pictures, from their tests', problems: checkedPictures };
const steps: readonly Step[] = picturesOnly
  ? [pictures]
  : [
      {
        name: 'pages',
        problems: () => (check ? missingPages(root).map((file) => `${file} is missing`) : []),
      },
      pictures,
      { name: 'API reference', problems: () => writeApi(root) },
      { name: 'links', problems: () => deadSourceLinks(root, writtenFiles('.', '.md')) },
      { name: 'site', problems: builtSite },
    ];

let failed: Step | undefined;
for (const step of steps) {
  console.log(`${step.name} …`);
  const problems = await step.problems();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    failed = step;
    break; // later steps need the results of the earlier ones
  }
}
if (failed !== undefined) process.exitCode = 1;
else if (!picturesOnly) console.log('Built docs/.vitepress/dist. To view it: npx vitepress preview docs');
