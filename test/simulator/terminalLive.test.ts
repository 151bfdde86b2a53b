import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountAsked } from '../../examples/terminal/arguments.ts';

const main = fileURLToPath(new URL('../../examples/terminal/main.ts', import.meta.url));

describe('the terminal example at a real GWS', () => {
  let simulator: Simulator;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(async () => {
    if (child?.exitCode === null) child.kill('SIGKILL');
    await simulator.stop();
  });

  function start(password: string): { readonly output: () => string; readonly ended: Promise<unknown> } {
    let output = '';
    child = spawn(process.execPath, ['--import', 'tsx', main, '--url', simulator.url, '--user', 'Sam'], {
      env: { ...process.env, GWS_PASSWORD: password },
    });
    const keep = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    return { output: () => output, ended: once(child, 'exit') };
  }

  it('shows what the demo shows until it is interrupted', async () => {
    const { output, ended } = start(simulator.credentials.password);
    await vi.waitFor(() => {
      expect(output()).toContain('connected');
    }, 15_000);
    simulator.say(simulator.openChat({ customer: 'Ada' }), 'Ada', 'Hello?');
    await vi.waitFor(() => {
      expect(output()).toContain('Ada: Hello?');
    });
    child?.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(output()).toContain('Seen: 3 messages in 1 chat, 0 put in order, 0 not decoded.');
  });

  it('says that the password is wrong, without it', async () => {
    const { output, ended } = start('a-wrong-one');
    expect(await ended).toEqual([1, null]);
    expect(output()).toContain('Connection denied: HTTP 401 Unauthorized');
    expect(output()).not.toContain('a-wrong-one');
    expect(output()).toMatch(/ refused +HTTP 401 Unauthorized/);
    expect(output()).not.toMatch(/not decoded +the server|, [1-9] not decoded/);
  });

  it('takes the password from the environment and never from the arguments', async () => {
    const args = ['--url', 'https://gws.example.com', '--user', 'sam'];
    const account = { url: 'https://gws.example.com', user: 'sam', password: 'secret' };
    expect(await accountAsked(args, { GWS_PASSWORD: 'secret' })).toEqual(account);
    expect(await accountAsked([], {})).toBeUndefined();
    await expect(accountAsked(['--user', 'sam'], {})).rejects.toThrow('go together');
    await expect(accountAsked([...args, '--password', 'secret'], {})).rejects.toThrow('--password');
  });
});
