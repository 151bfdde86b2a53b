import type { ChatTruth } from 'rx-chat-notifications/simulator';
import { describe, expect, it } from 'vitest';
import { isRight, type Summary, summaryOf } from '../../src/command/demo/summary.ts';
import { summaryLines } from '../../src/command/demo/summaryLines.ts';
import { emptyDesk } from '../../src/command/view/desk.ts';
import { start, until } from './running.ts';
import { channel, customer, viewed } from './viewed.ts';

const fired = { restart: 1, duplicate: 13, reorder: 13 };
const right: Summary = summaryOf(emptyDesk, []);

describe('chat-notifications demo', { timeout: 60_000 }, () => {
  it('ends at once when it is stopped, without a verdict', async () => {
    const { child, ended, out, err } = start(['demo']);
    await until(() => out().includes('joined'));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(out()).not.toMatch('Compared');
    expect(err()).toBe('');
  });

  it('names the chats that differ as it does elsewhere, and by their id', () => {
    const { desk } = viewed();
    const truth: ChatTruth = {
      chatId: '0000WA9CAM6QQQQ',
      status: 'Chatting',
      participants: [{ ...customer, nickname: 'Ivan' }],
      userData: {},
      messages: [],
    };
    const summary = summaryOf(desk(), [truth]);
    expect(isRight(summary, fired)).toBe(false);
    expect(summaryLines(summary, fired, 80).slice(-3)).toEqual([
      'These chats differ:',
      '  #QQQQ Ivan (0000WA9CAM6QQQQ)',
      '  #ZGH5 Fatma (0000WA9CAM6ZGH5)',
    ]);
  });

  it('says so when all is right', () => {
    expect(isRight({ ...right, published: 1 }, fired)).toBe(true);
    expect(isRight({ ...right, published: 0 }, fired)).toBe(false);
    expect(isRight({ ...right, published: 1 }, { ...fired, reorder: 0 })).toBe(false);
    const lines = summaryLines({ ...right, chats: 14, published: 1 }, fired, 80);
    expect(lines[0]).toMatch('The server was restarted once;');
    expect(lines.join('\n')).toMatch('1  message in 14 chats');
    expect(lines.at(-1)).toBe('All 14 transcripts and statuses are right.');
  });

  it('fails for what could not be decoded', () => {
    const { client, desk } = viewed();
    client.publish(channel, { messageType: 'MessageLogUpdated' });
    const summary = { ...summaryOf(desk(), []), differing: [] };
    expect(isRight(summary, fired)).toBe(false);
    expect(summaryLines(summary, fired, 200)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ {2}not decoded +1 {2}/),
        `  last: ${desk().lastFailure ?? ''}`,
      ]),
    );
  });

  it.each([40, 60, 78])('keeps to %i columns', (columns) => {
    const lines = summaryLines(right, fired, columns);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });
});
