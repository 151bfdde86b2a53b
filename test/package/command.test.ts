import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/** Starts the installed command as npm links it. */
function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly out: () => string; readonly ended: Promise<unknown> } {
  const child = spawn(`${inject('installed')}/node_modules/.bin/chat-notifications`, args, {
    cwd: inject('installed'),
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return { child, out: () => out, ended: once(child, 'exit') };
}

const until = (isSo: () => boolean): Promise<unknown> => vi.waitUntil(isSo, { timeout: 30_000 });

describe('the installed command', () => {
  it('[CL19] is run by npx', () => {
    const { stdout } = spawnSync('npx', ['--no', '--', 'chat-notifications', '--version'], {
      cwd: inject('installed'),
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('[CL19] simulates, and watches what it simulates', async () => {
    const server = start(['simulate', '--rate', '50']);
    await until(() => server.out().includes('help lists all'));
    const [, password = '', line = ''] =
      /GWS_PASSWORD=(\S+) chat-notifications (watch .+)/.exec(server.out()) ?? [];
    const client = start([...line.split(' '), '--ndjson'], { GWS_PASSWORD: password });
    await until(() => client.out().split('\n').length > 5);
    for (const { child, ended } of [client, server]) {
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
    }
    for (const text of client.out().trimEnd().split('\n')) expect(JSON.parse(text)).toBeTypeOf('object');
  });
});
