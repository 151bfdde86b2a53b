import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type ModuleSystem, moduleSystems } from './running.ts';

/** A copy of the installed package and its dependencies, for tests that put something into it. */
function copied(): { readonly modules: string; readonly inside: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rx-chat-notifications-transport-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const modules = join(folder, 'node_modules');
  cpSync(join(inject('installed'), 'node_modules'), modules, { recursive: true });
  return { modules, inside: join(modules, manifest.name) };
}

/** Runs code as a module of the package, where `#transport` means something; `code` finds it in `transport`. */
function runInside(inside: string, system: ModuleSystem, code: string): string {
  const file = join(inside, system === 'esm' ? 'probe.mjs' : 'probe.cjs');
  const load = system === 'esm' ? `await import('#transport')` : `require('#transport')`;
  writeFileSync(file, `(async () => { const transport = ${load}; ${code} })();\n`);
  return execFileSync(process.execPath, [file], { encoding: 'utf8', stdio: 'pipe' }).trim();
}

const useClient = `
  const made = transport.createTransport({ headers: () => ({}) });
  made.createClient({ transports: ['long-polling'], ack: true }).then(
    (client) => { console.log(client.getStatus()); made.close(); },
    (error) => console.log(error.message));`;

const useFetch = `
  const made = transport.createTransport({ headers: () => ({}) });
  made.fetch('http://127.0.0.1:1/').catch((error) => console.log(error.message));`;

/** A bundle of the root, for browsers or for Node. */
async function bundled(platform: 'browser' | 'node'): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: inject('installed'),
    stdin: {
      contents: `export * from '${manifest.name}';`,
      resolveDir: join(inject('installed'), 'node_modules', manifest.name),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

const hasCookieJar = (code: string): boolean => /\bCookieJar\b/.test(code);

describe('the transport of the installed package', () => {
  it.each(moduleSystems)('%s in Node gets the one with a cookie jar, and a client of CometD', (system) => {
    const { inside } = copied();
    expect(runInside(inside, system, useClient)).toBe('disconnected');
    expect(runInside(inside, system, useFetch)).toBe('fetch failed');
  });

  it('no bundle for browsers holds a cookie jar', async () => {
    const [browser, node] = await Promise.all([bundled('browser'), bundled('node')]);
    expect(hasCookieJar(browser)).toBe(false);
    expect(browser).toContain('transport/browser.js');
    expect(hasCookieJar(node)).toBe(true);
  });

  it.each(moduleSystems)('without CometD %s says how to get it', (system) => {
    const { modules, inside } = copied();
    rmSync(join(modules, 'cometd'), { recursive: true });
    expect(runInside(inside, system, useClient)).toBe('A session needs CometD: npm install cometd');
  });

  it('with a CometD that is too old it says which one is needed', () => {
    const { modules, inside } = copied();
    const cometd = join(modules, 'cometd');
    for (const name of readdirSync(cometd)) rmSync(join(cometd, name), { recursive: true });
    writeFileSync(join(cometd, 'package.json'), '{ "main": "cometd.js" }');
    writeFileSync(join(cometd, 'cometd.js'), 'exports.CometD = class {};');
    const expected = 'A session needs CometD 8 or later: npm install cometd@latest';
    expect(runInside(inside, 'esm', useClient)).toBe(expected);
  });
});
