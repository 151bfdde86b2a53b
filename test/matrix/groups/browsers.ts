import type { Browser } from 'playwright-core';
import { startChromium } from '../../browser/chromium.ts';
import { startFirefox } from '../../browser/firefox.ts';
import { startWebKit } from '../../browser/webKit.ts';
import type { MatrixCase } from '../matrixCase.ts';
import { type Files, resultInWebKit, resultOfPage } from '../servePages.ts';
import type { Workspace } from '../workspace.ts';
import { bundledProgram } from './runtimes.ts';

const group = 'Browsers';
const shows = 'first example, operators';

const show = `(text) => { document.querySelector('#result').textContent = text; }`;
const inPage = `import { result } from './main.mjs';
const violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));
result.catch(String).then((line) => (${show})([line, ...violations].join(', violation of ')));`;
const inWorker = `import { result } from './main.mjs';\nresult.catch(String).then(postMessage);`;
const ofWorker = `new Worker('/program.js').onmessage = ({ data }) => (${show})(data);`;

const index = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>x</title><p id="result"></p><script src="/${script}"></script>`;

type Headers = Readonly<Record<string, string>>;

/** No inline code, no eval, no HTML from strings. */
const strictPolicy: Headers = {
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'`,
};

interface App {
  readonly files: Files;
  readonly headers?: Headers;
}

const page =
  (headers: Headers = {}) =>
  async (workspace: Workspace): Promise<App> => {
    const program = await bundledProgram(await workspace.folder(), inPage, 'iife');
    return { files: { 'index.html': index('program.js'), 'program.js': program }, headers };
  };

async function worker(workspace: Workspace): Promise<App> {
  const program = await bundledProgram(await workspace.folder(), inWorker, 'iife');
  return { files: { 'index.html': index('page.js'), 'page.js': ofWorker, 'program.js': program } };
}

const apps: Readonly<Record<string, (workspace: Workspace) => Promise<App>>> = {
  page: page(),
  'Web Worker': worker,
  'strict Content Security Policy': page(strictPolicy),
};

/** A browser: its version, what a page writes into `#result`, and how it is closed. */
interface Started {
  readonly version: string;
  readonly resultOf: (app: App) => Promise<string>;
  readonly close: () => Promise<void>;
}

const byPlaywright = (start: () => Promise<Browser>) => async (): Promise<Started> => {
  const browser = await start();
  return {
    version: browser.version(),
    resultOf: ({ files, headers }) => resultOfPage(browser, files, headers),
    close: () => browser.close(),
  };
};

async function webKitGtk(): Promise<Started> {
  const webKit = await startWebKit();
  return { ...webKit, resultOf: ({ files, headers }) => resultInWebKit(webKit, files, headers) };
}

const casesOf = (browserName: string, start: () => Promise<Started>): readonly MatrixCase[] =>
  Object.entries(apps).map(([name, built]) => ({
    group,
    name: `${browserName}: ${name}`,
    shows,
    isReduced: browserName === 'Chromium',
    run: async (workspace) => {
      const app = await built(workspace);
      const browser = await start();
      try {
        const result = await browser.resultOf(app);
        if (!/^(\d+) of \1 examples$/.test(result)) throw new Error(result);
        return `${browser.version}: ${result}`;
      } finally {
        await browser.close();
      }
    },
  }));

export const browsers: readonly MatrixCase[] = [
  ...casesOf('Chromium', byPlaywright(startChromium)),
  ...casesOf('Firefox', byPlaywright(startFirefox)),
  ...casesOf('WebKitGTK', webKitGtk),
];
