import { linkSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat, EMPTY, from, lastValueFrom, NEVER, of, throwError, timer } from 'rxjs';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { recordTo } from '../../src/command/watch/recordTo.ts';
import { fileWith, folder, linesOf, notifications } from './recordings.ts';
import { runHere } from './running.ts';

const play = (file: string, append = false, source$ = from(notifications)): Promise<unknown> =>
  lastValueFrom(source$.pipe(recordTo(file, { append })), { defaultValue: undefined });
const read = (file: string): string => readFileSync(file, 'utf8');
const text = async (): Promise<string> => (await linesOf()).map((line) => `${line}\n`).join('');

describe('a recording of the command', () => {
  it('is for the user alone', async () => {
    const file = join(folder(), 'new.ndjson');
    await play(file);
    expect(read(file)).toBe(await text());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is never written over, and gone on with where that is wanted', async () => {
    const file = join(folder(), 'old.ndjson');
    await play(file);
    expect(() => recordTo(file, { append: false })).toThrow('exists already');
    await play(file, true);
    expect(read(file)).toBe((await text()) + (await text()));
  });

  it('of a replay is gone on with, too', async () => {
    const replayed = fileWith(await linesOf());
    const record = fileWith(await linesOf());
    const args = ['watch', '--replay', replayed, '--speed', 'max', '--record', record];
    expect(await runHere(args)).toMatchObject({ code: 2, err: expect.stringMatching('--append') as string });
    expect(await runHere([...args, '--append'])).toMatchObject({ code: 0, err: '' });
    expect(read(record)).toBe((await text()) + (await text()));
  });

  it('of a replay is none of the file that is played, which would grow without end', async () => {
    const file = fileWith(await linesOf());
    const other = join(folder(), 'linked.ndjson');
    linkSync(file, other);
    const args = ['watch', '--replay', file, '--speed', 'max', '--record', other, '--append'];
    const { code, err } = await runHere(args, {}, timer(500));
    expect([code, err]).toEqual([2, `error: ${other} is what is played\nName another file.\n`]);
    expect(read(file)).toBe(await text());
  });

  it('goes on behind a line that was cut off', async () => {
    const file = join(folder(), 'cut.ndjson');
    writeFileSync(file, '{"receivedAt":1');
    await play(file, true);
    expect(read(file)).toBe(`{"receivedAt":1\n${await text()}`);
  });

  it('stays empty where there was nothing but a denial, so that the next attempt may use it', async () => {
    const file = join(folder(), 'denied.ndjson');
    await expect(
      play(
        file,
        false,
        throwError(() => new Error('denied')),
      ),
    ).rejects.toThrow('denied');
    expect(read(file)).toBe('');
    await play(file, false, EMPTY);
    expect(read(file)).toBe('{"format":"rx-chat-notifications","version":1}\n');
  });

  it('holds at once what has passed', async () => {
    const file = join(folder(), 'live.ndjson');
    const watching = concat(of(messageLog()), NEVER)
      .pipe(recordTo(file, { append: false }))
      .subscribe();
    expect(read(file)).toBe((await linesOf([messageLog()])).map((line) => `${line}\n`).join(''));
    watching.unsubscribe();
  });

  it('is refused in words where no file can be', () => {
    expect(() => recordTo(join(folder(), 'no', 'folder'), { append: false })).toThrow(
      /^Cannot write to .*folder: no such file or directory$/,
    );
  });
});
