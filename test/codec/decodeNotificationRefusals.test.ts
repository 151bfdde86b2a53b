import { describe, expect, it } from 'vitest';
import { decoded, fixture, refused } from '../fixtures.ts';
import { agent, log, state } from './decodeNotificationFixtures.ts';

describe('decodeNotification', () => {
  it('[D9] one bad message of a batch does not cost the others', () => {
    const { messages, ...rest } = log({}, { from: { ...agent, nickname: 7 } }, { index: 8 });
    const notification = decoded({ channel: '/v2/me/chats', data: { ...rest, messages } });
    expect(notification).toMatchObject({
      messages: [{ index: 1 }, { index: 8 }],
      rejected: [
        {
          kind: 'invalid',
          message: 'messages[1].from.nickname: expected string, got number',
          path: 'messages[1].from.nickname',
          problems: [{ path: 'messages[1].from.nickname', expected: 'string', actual: 'number' }],
          raw: messages[1],
          channel: '/v2/me/chats',
        },
      ],
    });
    expect(decoded(log({}))).not.toHaveProperty('rejected');
  });

  it('if every message of a batch is bad, the notification is', () => {
    expect(refused(log({ index: 1.5 }, { type: null })).message).toBe(
      'messages[0].index: expected whole number, got 1.5; messages[1].type: expected string, got null',
    );
    expect(decoded({ ...log(), messages: [] })).toMatchObject({ messages: [] });
  });

  it.each([
    [null, 'expected object, got null'],
    [undefined, 'expected object, got undefined'],
    [[], 'expected object, got array'],
    ['text', 'expected object, got string'],
    [5, 'expected object, got number'],
    [{}, 'messageType: expected message type of chats, got undefined'],
    [{ data: null }, 'data: expected object, got null'],
    [{ data: [] }, 'data: expected object, got array'],
    [{ data: '{}' }, 'data: expected object, got string'],
    [{ channel: 7, data: {} }, 'channel: expected string, got number'],
    [{ messageType: 7 }, 'messageType: expected message type of chats, got number'],
  ])('a value that is not an object becomes one failure that names it: %j', (message, line) => {
    expect(refused(message)).toMatchObject({ kind: 'invalid', message: line, raw: message });
  });

  it('a missing chatUri, and one without an id, is a failure', () => {
    const { chatUri: _, ...rest } = log({});
    expect(refused(rest).message).toBe('chatUri: expected non-empty string, got undefined');
    expect(refused({ ...rest, chatUri: '' }).message).toBe('chatUri: expected non-empty string, got ""');
    expect(refused({ ...rest, chatUri: '///' }).message).toBe('chatUri: expected URI of a chat, got string');
    expect(refused({ ...rest, chatPath: '/' }).message).toBe('chatPath: expected URI of a chat, got string');
    expect(decoded({ ...rest, chatPath: '/chats/A' })).toMatchObject({ chatId: 'A' });
    expect(decoded({ ...rest, chatUri: '/chats/A', chatPath: '/chats/B' })).toMatchObject({ chatId: 'A' });
    expect(refused({ ...rest, chatUri: 'http://gws.example.com/?id=5' }).path).toBe('chatUri');
  });

  it('a well-formed message that is not about chats is foreign, not invalid', () => {
    const call = fixture('v2-foreign-call');
    expect(refused(call)).toEqual({
      kind: 'foreign',
      message: 'messageType: expected message type of chats, got "CallStateChangeMessage"',
      path: 'messageType',
      problems: [
        {
          path: 'messageType',
          expected: 'message type of chats',
          actual: '"CallStateChangeMessage"',
        },
      ],
      raw: call,
      channel: '/v2/me/calls',
    });
    expect(refused({ messageType: '' })).toMatchObject({
      kind: 'invalid',
      message: 'messageType: expected message type of chats, got ""',
    });
  });

  it('a line names the first three problems and how many more, and shows little of the payload', () => {
    const failure = refused(state({ id: '', state: 1, uri: 2, capabilities: [3, 4], userData: [] }));
    expect(failure.problems).toHaveLength(3);
    expect(failure.message).toMatch(/; .*; .* \(and 3 more\)$/);
    const long = 'x'.repeat(10_000);
    expect(refused({ messageType: long }).message.length).toBeLessThan(200);
    const payloads = refused({ messageType: '\u0001'.repeat(10_000) }).message.replace(/.*got /, '');
    expect(payloads.length).toBeLessThanOrEqual(60);
    const fitting = 'x'.repeat(58);
    expect(refused({ messageType: fitting }).message).toContain(`got "${fitting}"`);
    expect(refused({ messageType: `${fitting}x` }).message).toContain('…');
    expect(refused(log({ from: agent, index: NaN }, { index: Infinity })).message).toContain('got NaN');
  });

  it('more than 10,000 messages in one notification are refused unread', () => {
    const unread = new Proxy(new Array<unknown>(10_001), {
      get: (array, key) => (key === 'length' ? array.length : expect.unreachable(String(key))),
    });
    expect(refused({ ...log(), messages: unread }).message).toBe(
      'messages.length: expected number up to 10000, got 10001',
    );
    expect(refused({ ...log(), messages: new Array(5_000_000) }).message).toContain('got 5000000');
  });
});
