import { isFinal } from 'rx-chat-notifications';
import { chatStateChange, messageLog, operationError } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { deskAfter, emptyDesk } from '../../src/command/view/desk.ts';
import { fit, wrap } from '../../src/command/view/fit.ts';
import { frame } from '../../src/command/view/frame.ts';
import { printable } from '../../src/command/view/printable.ts';
import { channel, chatId, customer, viewed } from './viewed.ts';

describe('the live view', () => {
  it('marks late messages in both views and shows none twice', () => {
    const { say, desk, plain, frame } = viewed();
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
    const { client, server$, plain, frame } = viewed();
    server$.next({ isUp: false, words: 'killed on purpose' });
    expect(frame(80)[2]).toBe('7 / 15 s  ● connected');
    client.interrupt();
    expect(frame(80)[2]).toMatch('● interrupted (server killed on purpose)');
    server$.next({ isUp: true, words: 'listens again' });
    client.handshake();
    client.interrupt();
    expect(frame(80)[2]).not.toMatch('on purpose');
    expect(plain.filter((line) => line.includes('server  '))).toEqual([
      expect.stringMatching(/server +killed on purpose$/),
      expect.stringMatching(/server +listens again$/),
    ]);
  });

  it('does not count refused credentials, nor what is fetched later, as not decoded', () => {
    for (const kind of ['credentials', 'history'] as const) {
      const failure = { kind, message: 'HTTP 401' };
      expect(deskAfter(emptyDesk, { kind: 'failure', failure })).toBe(emptyDesk);
    }
  });

  it('tells each reason for which there is no connection', () => {
    const { client, plain } = viewed();
    client.interrupt({ reason: 'refused' });
    client.interrupt({ reason: 'timed out' });
    expect(plain.slice(-2)).toEqual([
      expect.stringMatching(/interrupted \(refused\)$/),
      expect.stringMatching(/interrupted \(timed out\)$/),
    ]);
  });

  it('shows what could not be decoded, and operations that failed', () => {
    const { client, publish, desk, frame, plain } = viewed();
    client.publish(channel, { messageType: 'MessageLogUpdated' });
    publish(operationError({ chatId, errorMessage: 'No such operation' }));
    expect(desk()).toMatchObject({ failures: 1 });
    expect(frame(200).at(-3)).toMatch('not decoded 1');
    expect(frame(200).slice(-2)).toEqual(['No such operation', desk().lastFailure]);
    expect(plain.slice(-2)).toEqual([
      expect.stringMatching(/ not decoded +notificationType: expected string/),
      expect.stringMatching(/#ZGH5 Fatma +error: No such operation$/),
    ]);
  });

  it('takes the name of a customer from messages, too', () => {
    const { publish, frame } = viewed();
    publish(
      messageLog({ chatId: '0000WA9CAM6QQQQ', messages: [{ from: { ...customer, nickname: 'Ivan' } }] }),
    );
    expect(frame(80)).toContain('● ?          #QQQQ Ivan, 1 message');
  });

  it.each([40, 60, 78])('keeps to %i columns', (columns) => {
    const { say, frame } = viewed();
    say(1);
    say(1);
    expect(Math.max(...frame(columns).map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(frame(columns)).toContain('● Chatting   #ZGH5 Fatma, 1 message');
    expect(frame(columns).join(' ')).toMatch(/messages 1.+put in order 0.+not decoded 0$/);
  });

  it('wraps between parts alone', () => {
    expect(wrap(['one', 'two', 'a-long-one'], ' ', 7)).toEqual(['one two', 'a-long-one']);
    expect(wrap([], ' ', 7)).toEqual([]);
  });

  it('holds the latest 200 chats, evicts ended ones first, and counts all', () => {
    const { publish, desk } = viewed();
    const open = (id: string, state = 'Chatting'): void => {
      publish(chatStateChange({ chat: { id, state } }));
      publish(messageLog({ chatId: id, messages: [{ index: 1, text: 'Hello' }] }));
    };
    open('over', 'Completed');
    for (let number = 0; number < 250; number += 1) open(`chat ${number}`);
    const { chats, chatsSeen, messagesSeen } = desk();
    expect(chats.size).toBe(200);
    expect([chatsSeen, messagesSeen]).toEqual([252, 251]);
    expect([...chats.values()].some(({ status = '' }) => isFinal(status))).toBe(false);
    expect(chats.has('chat 249')).toBe(true);
    expect(chats.has('chat 0')).toBe(false);
  });
});

describe('what customers type', () => {
  const attacks = [
    '\u001b]0;owned\u0007',
    '\u001b[2J',
    '\u009b2J',
    '\u202egnp.exe',
    '\u2066',
    'a\nb',
    'c\r\nd',
    '\b',
  ];
  const steering = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

  it('leaves pictures of what would steer a terminal', () => {
    expect(attacks.map(printable)).toEqual([
      '␛]0;owned␇',
      '␛[2J',
      '\uFFFD2J',
      '\uFFFDgnp.exe',
      '\uFFFD',
      'a⏎b',
      'c⏎d',
      '␈',
    ]);
    expect(printable('Grüße, 你好, 👩‍👩‍👧, עברית\u200f, a\tb')).toBe('Grüße, 你好, 👩‍👩‍👧, עברית\u200f, a b');
  });

  it('reaches the screen in no field of a notification', () => {
    const { publish, client, desk } = viewed();
    const attack = attacks.join('');
    const from = { ...customer, nickname: attack };
    publish(chatStateChange({ chat: { id: attack, state: attack, participants: [from] } }));
    publish(messageLog({ chatId: attack, messages: [{ index: 1, from, text: attack, type: attack }] }));
    publish(operationError({ chatId: attack, errorMessage: attack }));
    client.publish(channel, { messageType: attack });
    client.publish(channel, { messageType: 'MessageLogUpdated', [attack]: attack, messages: attack });
    client.interrupt({ reason: attack });
    for (const columns of [40, 200]) {
      const lines = frame(desk(), { intro: [attack, attack] }, 1, { rows: 40, columns });
      // eslint-disable-next-line no-control-regex -- the colours of the view itself
      const shown = lines.map((line) => line.replace(/\u001b\[\d+m/g, ''));
      expect(shown.filter((line) => steering.test(line))).toEqual([]);
    }
  });

  it('is cut to the width that it has then', () => {
    expect(fit('\u001b[2J 你好', 9)).toBe('␛[2J 你好');
    expect(fit('\u001b[2J 你好', 8)).toBe('␛[2J 你…');
  });
});
