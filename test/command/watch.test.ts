import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defer, share } from 'rxjs';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { simulate } from '../simulator/running.ts';
import { folder } from './recordings.ts';
import { accountOf, holdsSession, runHere, type Running, start, until } from './running.ts';

/** Watches a simulator until the first word was heard. */
async function watching(
  options: readonly string[] = [],
): Promise<{ readonly simulator: Simulator; readonly running: Running; readonly chatId: string }> {
  const simulator = await simulate();
  const [args, environment] = accountOf(simulator);
  const running = start([...args, ...options], environment);
  await until(() => (running.out() + running.err()).includes('connected'));
  const chatId = simulator.openChat({ customer: 'Ada' });
  simulator.say(chatId, 'Ada', 'Hello?');
  await until(() => running.out().includes('Hello?'));
  return { simulator, running, chatId };
}

describe('chat-notifications watch', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'shows a line an event in a pipe until %s, then closes the session on the server',
    async (signal) => {
      const { simulator, running } = await watching();
      expect(running.lines()).toContainEqual(
        expect.stringMatching(/^ *\d+\.\d {2}#\w{4} Ada +Ada: Hello\?$/),
      );
      running.child.kill(signal);
      expect(await running.ended).toBe(0);
      expect(running.lines().at(-1)).toBe('Seen: 3 messages in 1 chat, 0 put in order, 0 not decoded.');
      expect(running.err()).toBe('');
      expect(holdsSession(simulator)).toBe(false);
    },
  );

  it('is not over before the session is closed', async () => {
    const simulator = await simulate();
    const [args, environment] = accountOf(simulator);
    const record = join(folder(), 'recording.ndjson');
    simulator.openChat({ customer: 'Ada' });
    const stop$ = defer(() => until(() => readFileSync(record, 'utf8').includes('Ada'))).pipe(share());
    const { code } = await runHere([...args, '--record', record], environment, stop$);
    expect(code).toBe(0);
    expect(holdsSession(simulator)).toBe(false);
  });

  it('leaves the session to the server only where it is killed', async () => {
    const { simulator, running } = await watching();
    running.child.kill('SIGKILL');
    expect(await running.ended).toBe('SIGKILL');
    expect(holdsSession(simulator)).toBe(true);
  });

  it('takes the copies of a Ctrl-C that runners pass on for one', async () => {
    const { simulator, running } = await watching();
    for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM'] as const) running.child.kill(signal);
    expect(await running.ended).toBe(0);
    expect(holdsSession(simulator)).toBe(false);
  });

  it('goes on after a restart of the server', async () => {
    const { simulator, running, chatId } = await watching();
    await simulator.faults.restart({ downFor: 50 });
    simulator.say(chatId, 'Ada', 'Still there?');
    await until(() => running.out().includes('Ada: Still there?'));
    await until(() => /backfilled +\d messages? in 1 chat\n/.test(running.out()));
  });

  it.each([[], ['--ndjson']])(
    'ends silently when its reader closes the pipe, with the session closed (%s)',
    async (...options) => {
      const { simulator, running, chatId } = await watching(options);
      running.child.stdout?.destroy();
      let count = 0;
      const talking = setInterval(() => simulator.say(chatId, 'Ada', `Line ${(count += 1)}`), 50);
      expect(await running.ended).toBe(0);
      clearInterval(talking);
      expect(running.err()).not.toMatch(/EPIPE|error/i);
      expect(holdsSession(simulator)).toBe(false);
    },
  );
});
