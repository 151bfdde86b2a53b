import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writtenFiles } from '../project.ts';
import { picturesFor } from './pictures.ts';
import { referencesIn } from './references.ts';

/** Draws the pictures that the pages of a project show, removes the others, and reports what cannot be drawn. */
export async function updatePictures(root: string): Promise<readonly string[]> {
  const { drawn, problems } = await draw(root);
  if (problems.length > 0) return problems;
  for (const [file, text] of drawn) {
    if (contentOf(join(root, file)) === text) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const file of present(root)) if (!drawn.has(file)) rmSync(join(root, file));
  return [];
}

/** Draws them in memory, and reports what differs from the files. */
export async function outdatedPictures(root: string): Promise<readonly string[]> {
  const { drawn, problems } = await draw(root);
  const changed = [...drawn].flatMap(([file, text]) => {
    const content = contentOf(join(root, file));
    if (content === text) return [];
    return [content === undefined ? `${file} is missing` : `${file} is not what its test says now`];
  });
  const unused = present(root).filter((file) => !drawn.has(file));
  return [...problems, ...changed, ...unused.map((file) => `${file} is shown by no page`)];
}

const draw = (root: string): ReturnType<typeof picturesFor> =>
  picturesFor(
    root,
    referencesIn(root, writtenFiles('docs', '.md', root)),
    writtenFiles('test', '.test.ts', root),
  );

const present = (root: string): string[] =>
  writtenFiles('docs', '.svg', root).filter((file) => /(^|\/)marbles\/[^/]+$/.test(file));

const contentOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;
