import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { sentenceIds } from '../../../test/docs/guarantees.ts';
import { escaped } from '../marbles/svg.ts';
import { root } from '../project.ts';

const docs = join(root, 'docs');

/** What pages may hold beside Markdown: marble pictures, ids of guarantees, links into the repository. */
export function extendMarkdown(md: MarkdownRenderer, base: string): void {
  drawInPlace(md, base);
  linkGuarantees(md, base);
  unlinkRepository(md);
}

/** A page of the site that shows the tests of a guarantee. */
const testsOf = (id: string, base: string): string =>
  `${base}tests/${id.replace(/\d+$/, '')}.html#${id.toLowerCase()}`;

/** Marble pictures stand within the page, whose style they follow, with a link to the test that they show. */
function drawInPlace(md: MarkdownRenderer, base: string): void {
  const image = md.renderer.rules.image;
  md.renderer.rules.image = (tokens, at, options, env: { readonly path: string }, self) => {
    const token = tokens[at];
    const source = token?.attrGet('src') ?? '';
    const [, id] = /marbles\/(\w+)\.svg$/.exec(source) ?? [];
    if (token === undefined || id === undefined) {
      return image?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options);
    }
    const file = join(dirname(env.path), source);
    const svg = readFileSync(file, 'utf8')
      .replace(/<style>[\s\S]*<\/style>\n/, '')
      .replace('<svg ', `<svg aria-label="${escaped(token.content)}" `);
    const test = `<a href="${testsOf(id, base)}">the test of ${id}</a>`;
    return `<span class="marbles-picture" v-pre>${svg.trim()}<small>Drawn from ${test}</small></span>`;
  };
}

const idInText = /\[([A-Z]+\d+)\]/;

/** The id of a guarantee, in brackets, leads to the tests that prove it. */
function linkGuarantees(md: MarkdownRenderer, base: string): void {
  const known = new Set(sentenceIds(readFileSync(join(docs, 'guarantees.md'), 'utf8')));
  md.core.ruler.push('guarantees', ({ tokens, Token }) => {
    for (const token of tokens) {
      token.children =
        token.children?.flatMap((child) => {
          const [before = '', id = '', ...after] = child.type === 'text' ? child.content.split(idInText) : [];
          if (!known.has(id) || after.length > 1) return [child];
          const html = Object.assign(new Token('html_inline', '', 0), {
            content: `<a href="${testsOf(id, base)}">[${id}]</a>`,
          });
          return [textToken(before), html, textToken(after.join(''))].filter(({ content }) => content !== '');
          function textToken(content: string): typeof child {
            return Object.assign(new Token('text', '', 0), { content });
          }
        }) ?? null;
    }
  });
}

/** What lies in the repository and not on the site is named, not linked: the site stands alone. */
function unlinkRepository(md: MarkdownRenderer): void {
  md.core.ruler.push('repository', ({ tokens, env }) => {
    const { path } = env as { readonly path?: string };
    if (path === undefined) return;
    for (const { children } of tokens) {
      let open: string | undefined;
      for (const child of children ?? []) {
        if (child.type === 'link_open') open = outside(path, child.attrGet('href') ?? '');
        if (open === undefined) continue;
        if (child.type === 'link_open') child.attrs = [['title', `${open} in the repository`]];
        if (child.type === 'link_open' || child.type === 'link_close') child.tag = 'span';
        if (child.type === 'link_close') open = undefined;
      }
    }
  });
}

function outside(page: string, href: string): string | undefined {
  if (/^(\w+:|#|\/)/.test(href)) return undefined;
  const target = resolve(dirname(page), decodeURI(href.replace(/[#?].*$/, '')));
  return relative(docs, target).startsWith('..') && existsSync(target) ? relative(root, target) : undefined;
}
