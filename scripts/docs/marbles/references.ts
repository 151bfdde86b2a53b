import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A picture that a page shows. */
export interface Reference {
  readonly page: string;
  /** The guarantee whose test it shows. */
  readonly id: string;
  /** The file of the picture. */
  readonly file: string;
}

const image = /!\[[^\]]*\]\(([^)\s]*marbles\/([^/)\s]+)\.svg)\)/g;

/** The marble pictures that pages show; pages and files are paths from `root`. */
export const referencesIn = (root: string, pages: readonly string[]): Reference[] =>
  pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(image)].map(([, path = '', id = '']) => ({
      page,
      id,
      file: normalize(join(dirname(page), path)),
    })),
  );
