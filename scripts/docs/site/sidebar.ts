import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import {
  contributing,
  fileOf,
  help,
  operatorSections,
  type Page,
  recipes,
  reference,
  type Section,
  start,
} from './pages.ts';

type Item = DefaultTheme.SidebarItem;

/** What stands beside the pages: the API has a list of its own. */
export const sidebarOf = (root: string): DefaultTheme.SidebarMulti => ({
  '/': mainItems(root),
  '/api/': [{ text: 'All docs', link: '/' }, ...apiItems(root)],
});

/** What stands above all pages. */
export const navOf = (root: string): DefaultTheme.NavItem[] =>
  [
    { text: 'Getting started', link: 'getting-started' },
    { text: 'Operators', link: 'operators/index' },
    { text: 'Recipes', link: 'recipes/after-a-loss' },
    { text: 'API', link: 'api/index' },
  ].flatMap((page) => linksTo(root, page));

const linksTo = (root: string, page: Page): { text: string; link: string }[] =>
  existsSync(join(root, fileOf(page)))
    ? [{ text: page.text, link: `/${page.link.replace(/index$/, '')}` }]
    : [];

const mainItems = (root: string): Item[] => {
  const [overview, ...groups] = operatorSections(root).map((section) => itemOf(root, section));
  const operators = { ...overview, items: [...(overview?.items ?? []), ...groups.map(folded)] };
  return [
    itemOf(root, start),
    operators,
    ...[recipes, help, reference, contributing].map((section) => itemOf(root, section)),
  ];
};

const folded = (item: Item): Item => ({ ...item, collapsed: false });

const itemOf = (root: string, { text, pages }: Section): Item => ({
  text,
  items: pages.flatMap((page) => linksTo(root, page)),
});

const kinds: readonly (readonly [folder: string, text: string])[] = [
  ['functions', 'Functions'],
  ['classes', 'Classes'],
  ['variables', 'Constants'],
  ['interfaces', 'Interfaces'],
  ['type-aliases', 'Types'],
];

/** The entries of the package, and what each exports, by kind. */
const apiItems = (root: string): Item[] => {
  const name = 'rx-chat-notifications';
  const paths = ['', '/operators', '/tabs', '/jetstream', '/testing', '/simulator'];
  const entries = paths.map((path) => name + path);
  return entries.map((entry) => ({
    text: entry,
    link: `/api/${entry}/`,
    collapsed: entry !== name,
    items: kinds.flatMap(([folder, text]) => {
      const items = pagesIn(join(root, 'docs/api', entry, folder)).map((page) => ({
        text: page,
        link: `/api/${entry}/${folder}/${page}`,
      }));
      return items.length > 0 ? [{ text, items }] : [];
    }),
  }));
};

const pagesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((file) => file.replace(/\.md$/, ''))
        .sort((a, b) => a.localeCompare(b, 'en'))
    : [];
