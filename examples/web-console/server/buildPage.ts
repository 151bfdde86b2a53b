import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The files of the page, by their path below `/`. */
export type PageFiles = ReadonlyMap<string, string | Uint8Array>;

/** Builds the page from its source and that of the package, and keeps it in memory. */
export async function buildPage(): Promise<PageFiles> {
  const built = await build({
    root: here('..'),
    configFile: false,
    logLevel: 'warn',
    resolve: {
      alias: [
        { find: '#transport', replacement: here('../../../src/transport/browser.ts') },
        { find: /^rx-chat-notifications\/tabs$/, replacement: here('../../../src/tabs/index.ts') },
        { find: /^rx-chat-notifications$/, replacement: here('../../../src/index.ts') },
      ],
    },
    build: {
      write: false,
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // else light-dark() is replaced, and the theme cannot be chosen
      assetsInlineLimit: 0, // a data: URL would be refused by the policy of the page
      modulePreload: { polyfill: false },
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  return new Map(
    outputs.flatMap(({ output }) =>
      output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
    ),
  );
}
