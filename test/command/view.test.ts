import { stripVTControlCharacters } from 'node:util';
import { Subject } from 'rxjs';
import { canonical, chatSession } from 'rx-chat-notifications';
import type { ChatTruth } from 'rx-chat-notifications/simulator';
import { chatStateChange, fakeBayeuxClient, messageLog, participant } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { type Desk, deskAfter, emptyDesk, type ServerNews } from '../../examples/terminal/desk.ts';
import { wrap } from '../../examples/terminal/fit.ts';
import { frame } from '../../examples/terminal/frame.ts';
import { deskMoments } from '../../examples/terminal/pipeline.ts';
import { playbill } from '../../examples/terminal/play.ts';
import { plainLines } from '../../examples/terminal/plainLines.ts';
import { isRight, type Summary, summaryOf } from '../../examples/terminal/summary.ts';
import { summaryLines } from '../../examples/terminal/summaryLines.ts';

const channel = '/v2/me/chats';
const chatId = '0000WA9CAM6ZGH5';
const customer = participant({ nickname: 'Fatma', type: 'Customer' });

/** The example on a client without a network. */
function example() {
  const client = fakeBayeuxClient();
  const server$ = new Subject<ServerNews>();
  const plain: string[] = [];
  const view = plainLines((line) => plain.push(line), playbill);
  let desk: Desk = emptyDesk;
  deskMoments(chatSession({ client, logger: () => undefined }), server$).subscribe((moment) => {
    view.show(moment);
    desk = moment.after;
  });
  client.handshake();
  client.publish(
    channel,
    canonical(chatStateChange({ chat: { id: chatId, participants: [customer] } })).data,
  );
  return {
    client,
    server$,
    plain,
    say: (...indices: readonly number[]): void => {
      const messages = indices.map((index) => ({ index, from: customer, text: `Line ${index}` }));
      client.publish(channel, canonical(messageLog({ chatId, messages })).data);
    },
    desk: () => desk,
    frame: (columns: number) =>
      frame(desk, playbill, 7, { rows: 20, columns }).map((line) => stripVTControlCharacters(line)),
  };
}

const fired = { restart: 1, duplicate: 13, reorder: 13 };
const right: Summary = summaryOf(emptyDesk, []);

describe('the terminal example', () => {
  it('marks late messages in both views and shows none twice', () => {
    const { say, desk, plain, frame } = example();
    for (const indices of [[1], [3], [2], [1, 3]]) say(...indices);
    expect(desk()).toMatchObject({ putInOrder: 1 });
    expect(plain.at(-1)?.slice(6)).toBe('#ZGH5 Fatma      Fatma: Line 2  [came late, put in order]');
    expect(frame(80).slice(2, 9)).toEqual([
      '7 / 15 s  ● connected',
      '',
      '● Chatting   #ZGH5 Fatma, 3 messages',
      '    Fatma: Line 1',
      '    Fatma: Line 2  [came late]',
      '    Fatma: Line 3',
      '',
    ]);
  });

  it('says that the outage was made on purpose, until the connection is back', () => {
    const { client, server$, plain, frame } = example();
    server$.next('killed');
    expect(frame(80)[2]).toBe('7 / 15 s  ● connected');
    client.interrupt();
    expect(frame(80)[2]).toMatch('● interrupted (server killed on purpose)');
    server$.next('listening');
    client.handshake();
    client.interrupt();
    expect(frame(80)[2]).not.toMatch('on purpose');
    expect(plain.filter((line) => line.includes('server  '))).toEqual([
      expect.stringMatching(/server +killed on purpose, back in 1 s$/),
      expect.stringMatching(/server +listens again; it knows no session$/),
    ]);
  });

  it('does not count refused credentials, nor what is fetched later, as not decoded', () => {
    for (const kind of ['credentials', 'history'] as const) {
      const failure = { kind, message: 'HTTP 401' };
      expect(deskAfter(emptyDesk, { kind: 'failure', failure })).toBe(emptyDesk);
    }
  });

  it('tells each reason for which there is no connection', () => {
    const { client, plain } = example();
    client.interrupt({ reason: 'refused' });
    client.interrupt({ reason: 'timed out' });
    expect(plain.slice(-2)).toEqual([
      expect.stringMatching(/interrupted \(refused\)$/),
      expect.stringMatching(/interrupted \(timed out\)$/),
    ]);
  });

  it('shows what could not be decoded and fails for it', () => {
    const { client, desk, frame } = example();
    client.publish(channel, { messageType: 'MessageLogUpdated' });
    const [last = ''] = frame(200).slice(-1);
    expect(frame(200).at(-2)).toMatch('not decoded 1');
    const summary = { ...summaryOf(desk(), []), differing: [] };
    expect(isRight(summary, fired)).toBe(false);
    expect(summaryLines(summary, fired, 200)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^ {2}not decoded +1 {2}/), `  last: ${last}`]),
    );
  });

  it('names the chats that differ as it does elsewhere, and by their id', () => {
    const { desk } = example();
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

  it.each([40, 60, 78])('keeps to %i columns', (columns) => {
    const { say, frame } = example();
    say(1);
    say(1);
    const lines = [...frame(columns), ...summaryLines(right, fired, columns)];
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(frame(columns)).toContain('● Chatting   #ZGH5 Fatma, 1 message');
    expect(frame(columns).join(' ')).toMatch(/messages 1.+put in order 0.+not decoded 0$/);
  });

  it('wraps between parts alone', () => {
    expect(wrap(['one', 'two', 'a-long-one'], ' ', 7)).toEqual(['one two', 'a-long-one']);
    expect(wrap([], ' ', 7)).toEqual([]);
  });
});
