import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/** Whether `npm run docs` or the tests made a file, and nobody wrote it. */
const isGenerated = (path: string): boolean =>
  /(^|\/)(node_modules|dist|temp|docs\/api|docs\/\.vitepress\/cache|test\/docs\/\.examples)\//.test(path);

/** The files below a folder that somebody wrote and whose names end so, as paths from the root of the project. */
export const writtenFiles = (folder: string, ending: string, from: string = root): string[] =>
  existsSync(join(from, folder))
    ? readdirSync(join(from, folder), { recursive: true, encoding: 'utf8' })
        .map((path) => join(folder, path))
        .filter((path) => path.endsWith(ending) && !isGenerated(path))
        .sort()
    : [];
