import { concat, of, Subject, throwError } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { fromRecording, type RecordingFailure } from '../../src/recording/index.ts';
import { chatStateChange, messageLog } from '../../src/testing/index.ts';
import { header, recorded, replayed } from './recordings.ts';

const a = chatStateChange();
const b = messageLog();
const [, lineA = '', lineB = ''] = recorded([a, b]);

const line = (fields: object): string => JSON.stringify({ ...(JSON.parse(lineA) as object), ...fields });

describe('a damaged line', () => {
  it.each([
    ['text', 'invalid JSON: Unexpected token'],
    ['{', 'invalid JSON: '],
    [lineA.slice(0, -10), 'invalid JSON: Unterminated string in JSON at position'],
    ['null', 'expected an object'],
    ['[]', 'expected an object'],
    ['5', 'expected an object'],
    ['{}', 'receivedAt: expected a finite number'],
    [line({ receivedAt: '5' }), 'receivedAt: expected a finite number'],
    [lineA.replace(/"receivedAt":\d+/, '"receivedAt":1e999'), 'receivedAt: expected a finite number'],
    [line({ origin: 'past' }), 'origin: expected live, snapshot, history'],
    [line({ origin: undefined }), 'origin: expected live, snapshot, history'],
    [line({ data: undefined }), 'messageType: expected message type of chats, got undefined'],
    [
      line({ data: { messageType: 'CallStateChangeMessage' } }),
      'messageType: expected message type of chats, got "CallStateChangeMessage"',
    ],
    [
      line({
        data: {
          messageType: 'ChatStateChangeMessage',
          notificationType: 'StatusChange',
          chat: { id: 'A', state: 5 },
        },
      }),
      'chat.state: expected string, got number',
    ],
    [line({ channel: 5 }), 'channel: expected string, got number'],
    [lineB.replace(/}$/, ',"rejected":5}'), 'rejected: expected failures'],
    [lineB.replace(/}$/, ',"rejected":[{"message":5}]}'), 'rejected: expected failures'],
  ])('is reported with its number and what is wrong, and skipped: %s', (damaged, problem) => {
    const { all } = replayed([header, lineA, damaged, lineB]);
    expect(all).toEqual([
      a,
      { line: 3, message: expect.stringContaining(`line 3: ${problem}`) as string, raw: damaged },
      b,
    ]);
  });

  it.each([
    [null, 'null'],
    [5, 'number'],
    [Buffer.from('x'), 'object'],
  ])('reports a value that is not text: %o', (raw, type) => {
    const lines = [header, raw, lineB] as unknown as string[];
    expect(replayed(lines).all).toEqual([{ line: 2, message: `line 2: expected text, got ${type}`, raw }, b]);
  });

  it('a truncated recording gives the whole lines and reports the last one', () => {
    const file = [header, lineA, lineB].join('\n').slice(0, -1);
    const { all } = replayed(file);
    expect(all).toEqual([
      a,
      {
        line: 3,
        message: expect.stringMatching(/^line 3: invalid JSON: /) as string,
        raw: lineB.slice(0, -1),
      },
    ]);
  });

  it('lines after a header of another version are skipped and reported once, until a known header', () => {
    const newer = '{"format":"rx-chat-notifications","version":2}';
    const other = '{"format":"har","version":1}';
    const { all } = replayed([newer, lineA, 'text', other, lineA, header, lineB, newer, lineB]);
    const failure = (number: number, raw: string): RecordingFailure => ({
      line: number,
      message: `line ${number}: expected ${header}; the lines after it have another format and are skipped`,
      raw,
    });
    expect(all).toEqual([failure(1, newer), failure(4, other), b, failure(8, newer)]);
  });

  it('reports a missing header and reads the lines', () => {
    const { all } = replayed([lineA, lineB]);
    expect(all).toEqual([{ line: 1, message: `line 1: the header ${header} is missing`, raw: lineA }, a, b]);
    const damagedHeader = replayed([header.slice(1), lineB]);
    expect(damagedHeader.failures.map(({ line: number }) => number)).toEqual([1]);
    expect(damagedHeader.notifications).toEqual([b]);
  });

  it('reads concatenated recordings', () => {
    expect(replayed([header, lineA, header, lineB])).toMatchObject({ notifications: [a, b], failures: [] });
  });

  it('is reported on the console by default', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    fromRecording([header, 'text'], { speed: Infinity }).subscribe();
    const { calls } = warn.mock;
    warn.mockRestore();
    expect(calls).toEqual([
      [expect.stringMatching(/^rx-chat-notifications: a recording: line 2: invalid JSON: /)],
    ]);
  });

  it('an exception of onFailure errors the stream, and no more lines are read', () => {
    const failure = new Error('enough');
    const seen: unknown[] = [];
    const onFailure = (): void => {
      throw failure;
    };
    fromRecording([header, lineA, 'text', lineB], { speed: Infinity, onFailure }).subscribe({
      next: (notification) => seen.push(notification),
      error: (error: unknown) => seen.push(error),
    });
    expect(seen).toEqual([a, failure]);
  });
});

describe('the lines of a recording', () => {
  it('can end in line breaks of any system, begin with a byte order mark, and be blank', () => {
    const lines = [`\ufeff${header}\r\n`, '\r\n', `${lineA}\r`, '', '  ', `${lineB}\n`, 'text\n'];
    const { notifications, failures } = replayed(lines);
    expect(notifications).toEqual([a, b]);
    expect(failures.map(({ line: number }) => number)).toEqual([7]);
  });

  it('can arrive several at once, and a single string is a whole file', () => {
    const file = `${[header, lineA, 'text', lineB].join('\r\n')}\r\n`;
    for (const lines of [file, [file], [`${header}\n${lineA}\n`, 'text\n', lineB]]) {
      const { all } = replayed(lines);
      expect(all).toEqual([a, expect.objectContaining({ line: 3 }), b]);
    }
    expect(replayed('')).toEqual({ notifications: [], failures: [], all: [] });
    expect(replayed(['\n\n', 'text']).failures[0]?.line).toBe(3);
  });

  it('can be none: the replay completes', () => {
    const seen: string[] = [];
    fromRecording([]).subscribe({ complete: () => seen.push('none') });
    fromRecording([header]).subscribe({ complete: () => seen.push('header') });
    expect(seen).toEqual(['none', 'header']);
  });

  it('are read again for each subscriber', () => {
    const replay$ = fromRecording([header, lineA, 'text'], {
      speed: Infinity,
      onFailure: ({ line: at }) => seen.push(at),
    });
    const seen: unknown[] = [];
    replay$.subscribe((notification) => seen.push(notification));
    replay$.subscribe((notification) => seen.push(notification));
    expect(seen).toEqual([a, 3, a, 3]);
  });

  it('many lines of one instant do not nest calls', () => {
    const lines = new Subject<string>();
    const many = 50_000;
    let count = 0;
    fromRecording(lines, { onFailure: () => (count += 1) }).subscribe(() => {
      count += 1;
      if (count === 1) for (let at = 1; at < many; at += 1) lines.next(at % 2 === 0 ? 'text' : lineA);
    });
    lines.next(header);
    lines.next(lineA);
    expect(count).toBe(many);
  });

  it('an error of the lines arrives after what came before it', () => {
    const failure = new Error('the disk');
    const seen: unknown[] = [];
    fromRecording(
      concat(
        of(header, lineA, lineB),
        throwError(() => failure),
      ),
      { speed: Infinity },
    ).subscribe({
      next: (notification) => seen.push(notification),
      error: (error: unknown) => seen.push(error),
    });
    expect(seen).toEqual([a, b, failure]);
  });
});
