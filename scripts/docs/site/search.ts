import type { MarkdownEnv } from 'vitepress';

interface Renderer {
  readonly render: (source: string, env: MarkdownEnv) => string;
}

/** What the search finds of a page: its words, not the letters of its pictures; a page may say `search: false`. */
export function searchable(source: string, env: MarkdownEnv, md: Renderer): string {
  const html = md.render(source, env);
  if (env.frontmatter?.['search'] === false) return '';
  return html.replaceAll(/<span class="marbles-picture"[\s\S]*?<\/small><\/span>/g, '');
}
