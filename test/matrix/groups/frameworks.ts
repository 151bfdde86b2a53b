import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/docs/project.ts';
import { startChromium } from '../../browser/chromium.ts';
import { fencedExamples } from '../../docs/extract.ts';
import type { MatrixCase } from '../matrixCase.ts';
import { resultOfPage } from '../servePages.ts';
import { run, versionIn, writeAll } from '../workspace.ts';

/** A session of which the page shows the chats, on a client in memory. */
const session = `
import { canonical, chatSession } from 'rx-chat-notifications';
import { chatStateChange, fakeBayeuxClient, messageLog } from 'rx-chat-notifications/testing';

const client = fakeBayeuxClient();
export const session = chatSession({ client, history: false });
session.notifications$.subscribe();

export function begin() {
  client.handshake();
  client.publish('/v2/me/chats', canonical(chatStateChange({ chat: { id: 'A' } })).data);
  client.publish('/v2/me/chats', canonical(messageLog({ chatId: 'A', messages: [{ text: 'Hello' }] })).data);
}
`;

/** Waits until the app shows what it should. */
const check = (expected: string): string => `
import { begin } from './session.ts';
begin();
const shown = setInterval(() => {
  const text = document.querySelector('#app').textContent.replace(/\\s+/g, ' ').trim();
  if (!text.includes('${expected}')) return;
  clearInterval(shown);
  document.querySelector('#result').textContent = text;
}, 20);
`;

const page = (main: string): string =>
  `<!doctype html><meta charset="utf-8"><div id="app"></div><p id="result"></p><script type="module" src="/${main}"></script>`;

const recipe = (name: string): string => readFileSync(`${root}docs/recipes/${name}.md`, 'utf8');

/** The component of a recipe: its first fence with this name. */
function component(name: string, fence: string): string {
  const [, code] = new RegExp(`^\`\`\`${fence}\n([^]*?)^\`\`\``, 'm').exec(recipe(name)) ?? [];
  if (code === undefined) throw new Error(`docs/recipes/${name}.md has no \`\`\`${fence}`);
  return code;
}

function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`The recipe has changed: there is no ${String(pattern)}`);
  return text.replace(pattern, by);
}

interface Framework {
  readonly packages: readonly string[];
  readonly shows: string;
  readonly plugin?: string;
  readonly expected: string;
  readonly files: () => Readonly<Record<string, string>>;
}

const react: Framework = {
  packages: ['react@19', 'react-dom@19', '@vitejs/plugin-react'],
  shows: 'the recipe, in Chromium',
  plugin: '@vitejs/plugin-react',
  expected: 'TestName: Hello',
  files: () => {
    const [example] = fencedExamples('react.md', recipe('react')).filter(({ isJsx }) => isJsx);
    return {
      'app.tsx': example?.code ?? '',
      'main.tsx': `import './check.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionContext, TranscriptPage } from './app.tsx';
import { session } from './session.ts';
createRoot(document.querySelector('#app')!).render(<StrictMode><SessionContext.Provider value={session}><TranscriptPage chatId="A" /></SessionContext.Provider></StrictMode>);`,
    };
  },
};

const vue: Framework = {
  packages: ['vue@3', '@vitejs/plugin-vue'],
  shows: 'the recipe, in Chromium',
  plugin: '@vitejs/plugin-vue',
  expected: 'A Chatting',
  files: () => {
    const [example] = fencedExamples('vue.md', recipe('vue'));
    const [, useObservable = ''] = /(\/\*\* The latest value[^]*?\n\}\n)/.exec(example?.code ?? '') ?? [];
    return {
      'observable.ts': `import { onScopeDispose, type ShallowRef, shallowRef } from 'vue';
import type { Observable } from 'rxjs';
${useObservable}`,
      'App.vue': replaced(
        component('vue', 'html'),
        /import \{ session, useObservable \} from '.\/session';/,
        `import { session } from './session.ts';\nimport { useObservable } from './observable.ts';`,
      ),
      'main.ts': `import './check.ts';
import { createApp } from 'vue';
import App from './App.vue';
createApp(App).mount('#app');`,
    };
  },
};

const svelte: Framework = {
  packages: ['svelte@5', '@sveltejs/vite-plugin-svelte'],
  shows: 'the recipe, in Chromium',
  plugin: '@sveltejs/vite-plugin-svelte',
  expected: 'A Chatting',
  files: () => ({
    'App.svelte': component('svelte', 'svelte'),
    'main.ts': `import './check.ts';
import { mount } from 'svelte';
import App from './App.svelte';
mount(App, { target: document.querySelector('#app')! });`,
  }),
};

const angular = (major: number): Framework => ({
  packages: [
    ...['core', 'common', 'compiler', 'platform-browser'].map((name) => `@angular/${name}@${major}`),
  ],
  shows: '`toSignal` of a session, zoneless, in Chromium',
  expected: 'A Chatting',
  files: () => ({
    'main.ts': `import '@angular/compiler';
import './check.ts';
import { Component, computed, provideZonelessChangeDetection } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { bootstrapApplication } from '@angular/platform-browser';
import { session } from './session.ts';
class App {
  readonly chats = toSignal(session.chats$, { initialValue: session.chats });
  readonly lines = computed(() => [...this.chats().values()].map(({ chatId, status }) => chatId + ' ' + status));
}
Component({ selector: '#app', template: '@for (line of lines(); track line) { <p>{{ line }}</p> }' })(App);
await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });`,
  }),
});

const frameworkCase = (
  name: string,
  { packages, shows, plugin, expected, files }: Framework,
): MatrixCase => ({
  group: 'Frameworks',
  name,
  shows,
  run: async (workspace) => {
    const folder = await workspace.folder(['vite', ...packages]);
    const sources = files();
    const main = 'main.tsx' in sources ? 'main.tsx' : 'main.ts';
    const [named, call] =
      plugin === '@sveltejs/vite-plugin-svelte' ? ['{ svelte as plugin }', plugin] : ['plugin', plugin];
    writeAll(folder, {
      ...sources,
      'session.ts': session,
      'check.ts': check(expected),
      'index.html': page(main),
      'vite.config.js': `${call === undefined ? '' : `import ${named} from '${call}';\n`}
export default { logLevel: 'error', build: { target: 'es2022' }, plugins: [${call === undefined ? '' : 'plugin()'}] };`,
    });
    await run(folder, process.execPath, 'node_modules/vite/bin/vite.js', 'build');
    const dist = join(folder, 'dist');
    const built = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.\w+$/.test(path),
    );
    const browser = await startChromium();
    try {
      const served = built.map((path) => [path, readFileSync(join(dist, path), 'utf8')] as const);
      await resultOfPage(browser, Object.fromEntries(served));
      return versionIn(folder, packages[0]?.replace(/@\d+$/, '') ?? '');
    } finally {
      await browser.close();
    }
  },
});

export const frameworks: readonly MatrixCase[] = [
  frameworkCase('Angular 20', angular(20)),
  frameworkCase('Angular 21', angular(21)),
  frameworkCase('React 19', react),
  frameworkCase('Vue 3', vue),
  frameworkCase('Svelte 5', svelte),
];
