import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/docs/project.ts';

/** Runs a module in a process of its own, so that no test runner's globals are in the way; gives what it prints. */
const run = (code: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      cwd: root,
      encoding: 'utf8',
    }),
  );

/** What of `globalThis` and the console is not what it was before `code` ran. */
const changesBy = (code: string): unknown =>
  run(`
    const all = () => new Map([globalThis, console].flatMap((holder, at) => Reflect.ownKeys(holder).map((key) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(holder, key);
      return [(at ? 'console.' : '') + String(key), [value, get, set]];
    })));
    // Node makes some of its globals when they are first used.
    globalThis.fetch; new Request('http://a'); new Response(); new FormData(); await import('cometd');
    const before = all();
    ${code}
    const after = all();
    const names = [...new Set([...before.keys(), ...after.keys()])];
    console.log(JSON.stringify(names.filter((name) => [0, 1, 2].some((i) => !Object.is(before.get(name)?.[i], after.get(name)?.[i])))));
  `);

const use = `
  const { createTransport } = await import('./src/transport/node.ts');
  const transport = createTransport({ headers: () => ({}) });
  const client = await transport.createClient({ transports: ['long-polling'], ack: true });
  client.configure({ url: 'http://127.0.0.1:1/' });`;

describe('what a session leaves on globalThis', () => {
  it('importing the package and the transport changes nothing, the console neither', () => {
    expect(changesBy(`await import('./src/index.ts'); await import('./src/transport/node.ts');`)).toEqual([]);
  });

  it('a client adds `window`, where there is none, and nothing else', () => {
    expect(changesBy(use)).toEqual(['window']);
  });

  it('the window that it adds may be replaced and taken away', () => {
    const left = run(`
      ${use}
      window = 1;
      const was = window;
      delete globalThis.window;
      console.log(JSON.stringify([was, typeof window]));`);
    expect(left).toEqual([1, 'undefined']);
  });

  it('a window that is there stays as it is, a frozen one, too', () => {
    expect(
      changesBy(
        `globalThis.window = Object.freeze({ setTimeout, clearTimeout }); before.set('window', [window, undefined, undefined]); ${use}`,
      ),
    ).toEqual([]);
  });

  it.each(['node', 'browser'])('no worker is started for timers: %s', (file) => {
    expect(
      run(`
      const made = [];
      globalThis.window = { setTimeout, clearTimeout, Blob, URL, XMLHttpRequest: class {}, Worker: class { constructor(url) { made.push(url); } } };
      ${use.replace('node.ts', `${file}.ts`)}
      client.configure({ url: 'http://127.0.0.1:1/' });
      console.log(JSON.stringify(made));`),
    ).toEqual([]);
  });

  it('neither importing the package nor creating a transport loads CometD', () => {
    expect(
      run(`
      import { register } from 'node:module';
      const refuse = 'export const resolve = (name, context, next) => { if (name === "cometd") throw new Error("loaded"); return next(name, context); }';
      register('data:text/javascript,' + encodeURIComponent(refuse));
      await import('./src/index.ts');
      const { createTransport } = await import('./src/transport/node.ts');
      const transport = createTransport({ headers: () => ({}) });
      const error = await transport.createClient({ transports: ['long-polling'], ack: true }).catch((error) => error);
      console.log(JSON.stringify(error.message));`),
    ).toBe('loaded');
  });
});
