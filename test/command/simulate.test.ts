import { describe, expect, it } from 'vitest';
import { instructions } from '../../src/command/simulate/instructions.ts';
import { keyboard } from '../../src/command/simulate/keyboard.ts';
import { simulate } from '../simulator/running.ts';
import { start, until } from './running.ts';

const fact = (text: string, name: string): string =>
  new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';

describe('chat-notifications simulate', { timeout: 60_000 }, () => {
  const seeds = new Set<string>();

  it('shows what a client needs, which the line to paste uses, and ends on request', async () => {
    const server = start(['simulate', '--chats', '1', '--rate', '50', '--seed', '7']);
    await until(() => server.out().includes('help lists all'));
    const pasted = /^ {2}GWS_PASSWORD=(\S+) npx chat-notifications (watch .+)$/m.exec(server.out()) ?? [];
    const [, password = '', line = ''] = pasted;
    expect(line).toBe(`watch --url ${fact(server.out(), 'URL')} --user ${fact(server.out(), 'user')}`);
    expect(fact(server.out(), 'CometD')).toBe(`${fact(server.out(), 'URL')}/api/v2/notifications`);
    expect(fact(server.out(), 'seed')).toBe('7');
    const client = start(line.split(' '), { GWS_PASSWORD: password });
    await until(() => client.out().includes('joined'));
    server.child.stdin?.write('restart 20\nduplicate\nhttp 3\nnonsense\n\n');
    await until(() => server.out().includes('restart: it listens again'));
    await until(() => /reconnecting|interrupted/.test(client.out()));
    expect(server.lines()).toContain('duplicate: armed');
    expect(server.lines()).toContain('There is no "nonsense"; help lists what there is.');
    client.child.kill('SIGINT');
    expect(await client.ended).toBe(0);
    server.child.stdin?.write('quit\n');
    expect(await server.ended).toBe(0);
    expect(server.err()).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('goes on without anybody typing, until %s', async (signal) => {
    const { child, ended, out } = start(['simulate', '--chats', '0', '--no-auth', '--dialect', 'v3']);
    child.stdin?.end();
    await until(() => out().includes('help lists all'));
    expect(fact(out(), 'channel')).toBe('/workspace/v3/media/chat');
    seeds.add(fact(out(), 'seed'));
    expect([...seeds].every((seed) => /^\d+$/.test(seed))).toBe(true);
    if (signal === 'SIGTERM') expect(seeds.size).toBe(2); // each start has a seed of its own
    expect(out()).toMatch(/watch --url \S+ --no-auth --channel \/workspace\/v3\/media\/chat$/m);
    const me = await fetch(`${fact(out(), 'URL')}/api/v2/me`);
    expect(me.status).toBe(200);
    child.kill(signal);
    expect(await ended).toBe(0);
  });
});

describe('what is typed', () => {
  /** A simulator at the keyboard. */
  async function typing() {
    const simulator = await simulate();
    const answers: string[] = [];
    const type = keyboard(
      instructions(simulator),
      () => answers.push('(quit)'),
      (line) => answers.push(line),
    );
    const answerTo = async (line: string): Promise<string | undefined> => {
      answers.length = 0;
      await type(line);
      return answers.join('\n');
    };
    return { simulator, answerTo };
  }

  it('opens a chat, speaks in it and ends it', async () => {
    const { simulator, answerTo } = await typing();
    expect(await answerTo('say Hello?')).toBe('say <text>: open a chat first');
    await answerTo('open Ada Lovelace');
    await answerTo('  say   Hello there  ');
    await answerTo('end');
    const { status, participants, messages } = simulator.truth(simulator.chatIds()[0] ?? '');
    expect(status).toBe('Completed');
    expect(participants[0]?.nickname).toBe('Ada Lovelace');
    expect(messages.at(-1)?.text).toBe('Hello there');
    expect(await answerTo('reopen')).toBe('reopen: done');
    await answerTo('say Once more');
    expect(simulator.truth(simulator.chatIds()[0] ?? '').messages.at(-1)).toMatchObject({
      index: 1,
      epoch: 2,
    });
  });

  it('works every fault, counts them, and lists all that there is', async () => {
    const { simulator, answerTo } = await typing();
    for (const line of [
      'expire',
      'drop',
      'delay 1',
      'delay 0',
      'duplicate 2',
      'reorder',
      'lose',
      'malformed 3',
      'lag 5',
      'lag 0',
      'hide 5',
      'hide 0',
      'cut 0',
    ])
      expect(await answerTo(line)).toMatch(/: (done|armed|\d ms)$/);
    expect(await answerTo('http 503 1')).toBe('http: armed');
    expect((await fetch(simulator.url)).status).toBe(503);
    expect(await answerTo('blackhole 5')).toBe('blackhole: it answers again');
    expect(await answerTo('restart 5')).toBe('restart: it listens again');
    expect(await answerTo('fired')).toMatch(/^restart 1, .*http 1$/);
    const help = (await answerTo('help'))?.split('\n') ?? [];
    expect(help.map((line) => line.trim().split(' ')[0])).toEqual(
      'restart expire drop blackhole delay http cut lag hide duplicate reorder lose malformed open say end reopen fired help quit'.split(
        ' ',
      ),
    );
    expect(await answerTo('quit')).toBe('(quit)');
  });

  it('reports an invalid argument in words', async () => {
    const { answerTo } = await typing();
    expect(await answerTo('http x')).toMatch(/^http <status> \[times\]: .*must be an HTTP status/);
    expect(await answerTo('duplicate -1')).toMatch(/^duplicate \[times\]: .*must be/);
    expect(await answerTo('')).toBe('');
  });
});
