import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { simulate } from '../simulator/running.ts';
import { fileWith, folder, linesOf } from './recordings.ts';
import { accountOf, holdsSession, start } from './running.ts';

/** What is as full as a disk can be; Linux has it. */
const full = '/dev/full';

const errorsIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith('error'));

describe.skipIf(process.platform === 'win32')('a disk that becomes full', { timeout: 60_000 }, () => {
  it.each([[], ['--ndjson']])(
    'ends the watch with 1, told once, and the session closed (%s)',
    async (...options) => {
      const simulator = await simulate();
      const [args, environment] = accountOf(simulator);
      const { ended, err } = start([...args, ...options], environment, join(folder(), 'output'));
      const chatId = simulator.openChat({ customer: 'Ada' });
      const talking = setInterval(() => simulator.say(chatId, 'Ada', 'Hello? '.repeat(100)), 20);
      const code = await ended;
      clearInterval(talking);
      expect([code, errorsIn(err())]).toEqual([1, ['error: Cannot write the output: file too large']]);
      expect(holdsSession(simulator)).toBe(false);
    },
  );

  it('is reported for a recording, also if a part of the last line was written', async () => {
    const text = 'x'.repeat(20_000);
    const replayed = fileWith(await linesOf([messageLog({ messages: [{ text }] })]));
    const record = join(folder(), 'recording.ndjson');
    const args = ['watch', '--replay', replayed, '--speed', 'max', '--kind', 'messages', '--record', record];
    const { ended, err } = start(args, {}, '/dev/null');
    expect([await ended, err()]).toEqual([1, `error: Cannot write to ${record}: file too large\n`]);
  });
});

describe.skipIf(!existsSync(full))('a disk that is full', { timeout: 60_000 }, () => {
  const expectedLine = 'error: Cannot write the output: no space left on device';

  it('ends a watch that has yet to connect', async () => {
    const simulator = await simulate();
    const { ended, err } = start(...accountOf(simulator), full);
    expect([await ended, errorsIn(err())]).toEqual([1, [expectedLine]]);
    expect(holdsSession(simulator)).toBe(false);
  });

  it('ends the simulator', async () => {
    const { ended, err } = start(['simulate'], {}, full);
    expect([await ended, err()]).toEqual([1, `${expectedLine}\n`]);
  });

  it('is 1 also where all was over before it was noticed', async () => {
    const { ended, err } = start(['--version'], {}, full);
    expect([await ended, err()]).toEqual([1, `${expectedLine}\n`]);
  });
});
