import { spawnSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { startCommand, until } from './processes.ts';

describe('the installed command', () => {
  it('is run by npx', () => {
    const { stdout } = spawnSync('npx', ['--no', '--', 'chat-notifications', '--version'], {
      cwd: inject('installed'),
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('simulates, and watches what it simulates', async () => {
    const server = startCommand(['simulate', '--rate', '50']);
    await until(() => server.out().includes('help lists all'));
    const [, password = '', line = ''] =
      /GWS_PASSWORD=(\S+) npx chat-notifications (watch .+)/.exec(server.out()) ?? [];
    const client = startCommand([...line.split(' '), '--ndjson'], { GWS_PASSWORD: password });
    await until(() => client.out().split('\n').length > 5);
    for (const { child, ended } of [client, server]) {
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
    }
    for (const text of client.out().trimEnd().split('\n')) expect(JSON.parse(text)).toBeTypeOf('object');
  });
});
