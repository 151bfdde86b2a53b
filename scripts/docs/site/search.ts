import type { MarkdownEnv } from 'vitepress';

interface Renderer {
  readonly render: (source: string, env: MarkdownEnv) => string;
}

/** What the search finds of a page: its words, not the letters of its pictures, and not what only lists names. */
export function searchable(source: string, env: MarkdownEnv, md: Renderer): string {
  const html = md.render(source, env);
  const listsNames = /^api\/(.*\/)?index\.md$/.test(env.relativePath);
  if (listsNames || env.frontmatter?.['search'] === false) return '';
  return html.replaceAll(/<span class="marbles-picture"[\s\S]*?<\/small><\/span>/g, '');
}

/** Pages come before the API, and those of operators first. */
export const boostDocument = (id: string): number =>
  id.includes('/api/') ? 0.5 : id.includes('/operators/') ? 4 : 1;
