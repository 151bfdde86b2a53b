/**
 * Makes the site of the docs in `docs/.vitepress/dist`, and fails on any warning.
 *
 * `npm run docs` draws the marble pictures from their tests, and builds. With `-- --check` it leaves the pictures and
 * fails where one is outdated or a page is missing. With `-- --pictures` it draws, and does nothing else.
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
  return check && problems.length > 0 ? [...problems, 'Draw the pictures anew: npm run docs'] : problems;
}

async function builtSite(): Promise<readonly string[]> {
  const told = await buildSite(root);
  const dist = join(root, 'docs/.vitepress/dist');
  return told.length > 0 ? told : siteProblems(dist, process.env['DOCS_BASE'] ?? '/');
}

/** One step after the other, the first that finds something wrong being the last. */
const steps: readonly (() => readonly string[] | Promise<readonly string[]>)[] = picturesOnly
  ? [checkedPictures]
  : [
      () => (check ? missingPages(root).map((file) => `${file} is missing`) : []),
      async () => (await Promise.all([checkedPictures(), writeApi(root)])).flat(),
      () => deadSourceLinks(root, writtenFiles('.', '.md')),
      builtSite,
    ];

for (const step of steps) {
  const problems = await step();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    process.exitCode = 1;
    break;
  }
}
