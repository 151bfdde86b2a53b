import type { Browser } from 'playwright-core';
import { startChromium } from '../../browser/chromium.ts';
import { startFirefox } from '../../browser/firefox.ts';
import type { MatrixCase } from '../matrixCase.ts';
import { resultOfPage } from '../servePages.ts';
import type { Workspace } from '../workspace.ts';
import { bundledProgram } from './runtimes.ts';

const group = 'Browsers';
const shows = 'first example, operators';

const show = `(text) => { document.querySelector('#result').textContent = text; }`;
const inPage = `import { result } from './main.mjs';\nresult.catch(String).then(${show});`;
const inWorker = `import { result } from './main.mjs';\nresult.catch(String).then(postMessage);`;
const ofWorker = `new Worker('/program.js').onmessage = ({ data }) => (${show})(data);`;

const index = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>x</title><p id="result"></p><script src="/${script}"></script>`;

/** No inline code, no eval, no HTML from strings. */
const strictPolicy = {
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'`,
};

type Try = (workspace: Workspace, browser: Browser) => Promise<string>;

const page =
  (headers?: Readonly<Record<string, string>>): Try =>
  async (workspace, browser) => {
    const program = await bundledProgram(await workspace.folder(), inPage, 'iife');
    return resultOfPage(browser, { 'index.html': index('program.js'), 'program.js': program }, headers);
  };

const worker: Try = async (workspace, browser) => {
  const program = await bundledProgram(await workspace.folder(), inWorker, 'iife');
  const files = { 'index.html': index('page.js'), 'page.js': ofWorker, 'program.js': program };
  return resultOfPage(browser, files);
};

const tries: Readonly<Record<string, Try>> = {
  page: page(),
  'Web Worker': worker,
  'strict Content Security Policy': page(strictPolicy),
};

const casesOf = (browserName: string, start: () => Promise<Browser>): readonly MatrixCase[] =>
  Object.entries(tries).map(([name, attempt]) => ({
    group,
    name: `${browserName}: ${name}`,
    shows,
    isReduced: browserName === 'Chromium',
    run: async (workspace) => {
      const browser = await start();
      try {
        return `${browser.version()}: ${await attempt(workspace, browser)}`;
      } finally {
        await browser.close();
      }
    },
  }));

export const browsers: readonly MatrixCase[] = [
  ...casesOf('Chromium', startChromium),
  ...casesOf('Firefox', startFirefox),
];
