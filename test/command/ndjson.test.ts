import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { from, lastValueFrom, toArray } from 'rxjs';
import { fromRecording } from 'rx-chat-notifications';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { simulate } from '../simulator/running.ts';
import { fileWith, folder, linesOf, notifications } from './recordings.ts';
import { accountOf, run, runHere, start, until } from './running.ts';

const linesIn = (text: string): readonly string[] => text.split('\n').slice(0, -1);
const fast = ['--speed', 'max'];

const personal = [messageLog({ messages: [{ text: 'My card is 4111 1111 1111 1111' }] })];
const steering = [messageLog({ messages: [{ text: '\u009b2J \u202etxet \u2028 \u007f \u001b[2J' }] })];

describe('chat-notifications watch --ndjson', { timeout: 60_000 }, () => {
  it('prints a recording of JSON alone, and tells the rest elsewhere', async () => {
    const simulator = await simulate();
    const [args, environment] = accountOf(simulator);
    const { child, ended, out, err, lines } = start([...args, '--ndjson'], environment);
    await until(() => err().includes('connection: connected'));
    simulator.say(simulator.openChat({ customer: 'Ada' }), 'Ada', 'Hello?');
    simulator.faults.malformed();
    simulator.say(simulator.chatIds()[0] ?? '', 'Ada', 'Anybody?');
    await until(() => err().includes('not decoded: '));
    await until(() => out().includes('Hello?'));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(JSON.parse(lines()[0] ?? '')).toEqual({ format: 'rx-chat-notifications', version: 1 });
    for (const line of lines()) expect(JSON.parse(line)).toBeTypeOf('object');
    const replayed = fromRecording(from(lines()), { speed: Infinity }).pipe(toArray());
    const kinds = (await lastValueFrom(replayed, { defaultValue: [] })).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['chat', 'messages']));
    expect(kinds).toHaveLength(lines().length - 1);
  });

  it('replays a recording to the very lines that it holds, from a file and from a pipe', async () => {
    const lines = await linesOf();
    const file = fileWith(lines);
    expect(await run(['watch', '--replay', file, '--ndjson', ...fast])).toEqual({
      code: 0,
      out: `${lines.join('\n')}\n`,
      err: '',
    });
    const piped = await run(['watch', '--replay', '-', '--ndjson', ...fast], {}, readFileSync(file, 'utf8'));
    expect(linesIn(piped.out)).toEqual(lines);
  });

  it('reads a line of any length once, however many pieces it comes in', async () => {
    const file = fileWith([(await linesOf())[0] ?? '', 'x'.repeat(20_000_000)]);
    const { code, err } = await runHere(['watch', '--replay', file, '--ndjson', ...fast]);
    expect(code).toBe(5);
    expect(err).toMatch(/^damaged: line 2: invalid JSON: .{10,80}\n$/);
  });

  it('writes down while it watches, and what was written stays if it is killed', async () => {
    const simulator = await simulate();
    const [args, environment] = accountOf(simulator);
    const file = join(folder(), 'recording.ndjson');
    const { child, ended, lines, out } = start([...args, '--ndjson', '--record', file], environment);
    simulator.say(simulator.openChat({ customer: 'Ada' }), 'Ada', 'Hello?');
    await until(() => out().includes('Hello?'));
    child.kill('SIGKILL');
    await ended;
    expect(linesIn(readFileSync(file, 'utf8'))).toEqual(lines());
  });

  it('shows the chats and kinds alone that were asked for', async () => {
    const file = fileWith(await linesOf());
    const wanted = await linesOf(
      notifications.filter(({ kind, chatId }) => kind === 'messages' && chatId === 'CHAT-A'),
    );
    const chat = 'https://gws.example.com/api/v2/chats/CHAT-A/';
    const record = join(folder(), 'filtered.ndjson');
    const filters = ['--chat', chat, 'CHAT-C', '--kind', 'messages'];
    const shown = await runHere(['watch', '--replay', file, ...fast, '--record', record, ...filters]);
    expect(shown.out).toMatch(/Seen: 3 messages in 1 chat, 1 put in order, 0 not decoded\.\n$/);
    expect(shown.out).not.toMatch('No such operation');
    expect(linesIn(readFileSync(record, 'utf8'))).toEqual(wanted);
    const printed = await runHere([
      'watch',
      '--replay',
      file,
      ...fast,
      '--ndjson',
      '-k',
      'error',
      '-k',
      'chat',
    ]);
    expect(linesIn(printed.out)).toEqual(
      await linesOf(notifications.filter(({ kind }) => kind !== 'messages')),
    );
  });

  it('masks personal data unless told otherwise', async () => {
    const file = fileWith(await linesOf(personal, { redact: false }));
    const record = join(folder(), 'masked.ndjson');
    const masked = await runHere(['watch', '--replay', file, '--ndjson', '--record', record]);
    expect(linesIn(masked.out)).toEqual(await linesOf(personal));
    expect(readFileSync(record, 'utf8')).toBe(masked.out);
    const whole = await runHere(['watch', '--replay', file, '--ndjson', '--no-redact']);
    expect(whole.out).toBe(readFileSync(file, 'utf8'));
    expect((await runHere(['watch', '--replay', file])).out).toMatch('4111 1111 1111 1111');
  });

  it('tells a damaged line, skips it and says so at the end', async () => {
    const lines = await linesOf();
    const damaged = [...lines.slice(0, 3), lines[3]?.slice(0, 40) ?? '', ...lines.slice(4)];
    const { code, out, err } = await runHere(['watch', '--replay', fileWith(damaged), '--ndjson', ...fast]);
    expect(code).toBe(5);
    expect(linesIn(out)).toEqual(lines.filter((_, position) => position !== 3));
    expect(err).toMatch(/^damaged: line 4: invalid JSON: /);
    const view = await runHere(['watch', '--replay', fileWith(damaged), ...fast]);
    expect(view.code).toBe(5);
    expect(view.out).toMatch(/damaged +line 4: invalid JSON: /);
  });

  it('prints JSON and lines that steer no terminal', async () => {
    const file = fileWith(await linesOf(steering));
    const json = await runHere(['watch', '--replay', file, '--ndjson']);
    expect(json.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(linesIn(json.out).map((line): unknown => JSON.parse(line))).toEqual(
      (await linesOf(steering)).map((line): unknown => JSON.parse(line)),
    );
    const lines = await runHere(['watch', '--replay', file]);
    expect(lines.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(lines.out).toMatch('\uFFFD2J \uFFFDtxet ⏎ ␡ ␛[2J');
  });
});
