import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

interface Page {
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly string[];
  readonly loads: readonly string[];
}

/** What is wrong with a built site: links to pages or anchors that are not there, and what it loads from elsewhere. */
export function siteProblems(folder: string, base: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const pages = new Map(
    files
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, pageOf(readFileSync(join(folder, file), 'utf8'))]),
  );
  const dead = [...pages].flatMap(([file, { links }]) =>
    [...new Set(links)]
      .filter((link) => !/^(\w+:|\/\/)/.test(link) && !isThere(file, link))
      .map((link) => `${file}: ${link} leads nowhere`),
  );
  const foreign = [...pages].flatMap(([file, { loads }]) => loads.map((url) => `${file} loads ${url}`));
  const imported = files
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(foreignInStyle)].map(
        ([, url = '']) => `${file} loads ${url}`,
      ),
    );
  return [...dead, ...foreign, ...imported];

  function isThere(from: string, link: string): boolean {
    const [path = '', anchor = ''] = link.split('#');
    if (path.startsWith('/') && !path.startsWith(base)) return false;
    const absolute = path.startsWith('/') ? path.slice(base.length) : join(dirname(from), path);
    const plain = path === '' ? from : normalize(absolute.replace(/\?.*$/, '') || 'index.html');
    const target = plain.endsWith('/') || plain === '.' ? join(plain, 'index.html') : plain;
    const page = pages.get(target);
    if (page === undefined) return existsSync(join(folder, target)) && anchor === '';
    return anchor === '' || page.anchors.has(decodeURIComponent(anchor));
  }
}

const foreignInStyle = /(?:url\(|@import\s+)["']?((?:https?:)?\/\/[^"')]+)/g;

function pageOf(html: string): Page {
  const tags = html.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<(\w+)((?:[^<>"]|"[^"]*")*)>/g);
  const attributes = [...tags].map(([, name = '', text = '']) => ({
    name,
    values: new Map(
      [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, unescaped(value)]),
    ),
  }));
  const valuesOf = (key: string, of: (name: string) => boolean): string[] =>
    attributes.flatMap(({ name, values }) => (of(name) ? [values.get(key) ?? []].flat() : []));
  const loads = [
    ...valuesOf('src', () => true),
    ...valuesOf('href', (name) => name === 'link'),
    ...valuesOf('data', (name) => name === 'object'),
  ];
  return {
    anchors: new Set(valuesOf('id', () => true)),
    links: [...valuesOf('href', () => true), ...valuesOf('src', () => true)].filter((link) => link !== ''),
    loads: loads.filter((url) => /^(https?:)?\/\//.test(url)),
  };
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
