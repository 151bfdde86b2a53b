import { defineConfig, type UserConfig } from 'vitepress';
import { pageStyle } from '../../scripts/docs/marbles/style.ts';
import { root } from '../../scripts/docs/project.ts';
import { extendMarkdown } from '../../scripts/docs/site/markdown.ts';
import { boostDocument, searchable } from '../../scripts/docs/site/search.ts';
import { navOf, sidebarOf } from '../../scripts/docs/site/sidebar.ts';
import { slugOf } from '../../scripts/docs/site/slug.ts';

/** Where the site will be served from, such as `/chat/docs/`. */
const base = process.env['DOCS_BASE'] ?? '/';

const pictureStyle = `${pageStyle}
.marbles-picture{display:block;margin:24px 0;overflow-x:auto}
.marbles-picture svg{display:block;max-width:100%;min-width:520px;height:auto}
.marbles-picture small{display:block;margin-top:4px;font-size:12px;color:var(--vp-c-text-2)}`;

/** A marble on its line. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M0 8h16" stroke="#888"/><circle cx="8" cy="8" r="5" fill="#3d7cc9"/></svg>';

const config: UserConfig = defineConfig({
  lang: 'en',
  title: 'rx-chat-notifications',
  description: 'RxJS streams of the chat notifications that Genesys Web Services pushes over CometD.',
  base,
  head: [
    ['style', {}, pictureStyle],
    ['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }],
  ],
  lastUpdated: false,
  markdown: {
    anchor: { slugify: slugOf },
    config: (md) => {
      extendMarkdown(md, base);
    },
  },
  themeConfig: {
    outline: [2, 3],
    sidebar: sidebarOf(root),
    search: {
      provider: 'local',
      options: { _render: searchable, miniSearch: { searchOptions: { boostDocument } } },
    },
    nav: navOf(root),
  },
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
});

export default config;
