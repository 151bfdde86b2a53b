import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import MarkdownIt from 'markdown-it';
import { slugOf } from '../site/slug.ts';

const markdown = new MarkdownIt({ html: true });

/** The links of Markdown files to files or headings of the project that are not there, as `file: link`. */
export const deadSourceLinks = (root: string, files: readonly string[]): string[] =>
  files.flatMap((file) =>
    linksIn(readFileSync(join(root, file), 'utf8'))
      .filter((link) => !/^(\w+:|\/\/)/.test(link) && !leadsSomewhere(root, file, link))
      .map((link) => `${file}: ${link} leads nowhere`),
  );

function leadsSomewhere(root: string, file: string, link: string): boolean {
  const [path = '', anchor = ''] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), decodeURI(path)));
  if (isMade(target)) return true;
  if (target.startsWith('..') || !existsSync(join(root, target))) return false;
  if (anchor === '' || !target.endsWith('.md') || statSync(join(root, target)).isDirectory()) return true;
  return anchorsOf(readFileSync(join(root, target), 'utf8')).has(decodeURI(anchor));
}

/** What the build makes is checked in the site that it makes. */
const isMade = (target: string): boolean => /^docs\/(api|tests)\//.test(target);

function linksIn(text: string): string[] {
  const tokens = markdown.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  return tokens.flatMap((token) => {
    const link = token.attrGet(token.type === 'image' ? 'src' : 'href');
    return link === null ? [] : [link];
  });
}

/** Where links may lead within a page: its headings, numbered where they are alike, and the ids that it sets. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
  const tokens = markdown.parse(text, {});
  tokens.forEach(({ type }, at) => {
    if (type !== 'heading_open') return;
    const words = (tokens[at + 1]?.children ?? []).map(({ content }) => content).join('');
    const slug = slugOf(words);
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${String(count)}`;
    anchors.add(anchor);
  });
  return anchors;
}
