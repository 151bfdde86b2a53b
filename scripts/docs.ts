/**
 * Makes the site of the docs. `npm run docs` draws the marble pictures from their tests and builds the site;
 * `npm run docs -- --check` leaves the pictures and fails where one is outdated; `npm run docs -- --pictures` draws alone.
 */
import { outdatedPictures, updatePictures } from './docs/marbles/update.ts';
import { root } from './docs/project.ts';

const check = process.argv.includes('--check');
const problems = await (check ? outdatedPictures(root) : updatePictures(root));
for (const problem of problems) console.error(problem);
if (check && problems.length > 0) console.error('npm run docs draws the pictures anew.');
process.exitCode = problems.length > 0 ? 1 : 0;
