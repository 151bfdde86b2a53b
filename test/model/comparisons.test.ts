import { describe, expect, it } from 'vitest';
import { type ChatMessage, OperationFailedError } from 'rx-chat-notifications';
import { message, operationError } from 'rx-chat-notifications/testing';
import { compareMessages, sameData, sameMessage } from '../../src/model/index.ts';

/** Data that hold themselves. */
const cycle = (): Record<string, unknown> => {
  const data: Record<string, unknown> = {};
  data['self'] = data;
  return data;
};
const unreadable = (): Record<string, unknown> =>
  Object.defineProperty({}, 'a', {
    enumerable: true,
    get: () => {
      throw new Error('unreadable');
    },
  });

describe('the order of messages', () => {
  it.each<readonly [string, object, object]>([
    ['epoch', {}, { epoch: 2 }],
    ['index', { index: 3, epoch: 2 }, { index: 4, epoch: 2 }],
    ['time', { sentAt: 1 }, { sentAt: 2 }],
    ['time, absent last', { sentAt: 1 }, { sentAt: undefined }],
    ['type', { type: 'Notice' }, { type: 'Text' }],
    ['text', { text: 'a' }, { text: 'b' }],
    ['text, absent last', { text: 'a' }, { text: undefined }],
    ['url', { url: 'a' }, { url: 'b' }],
    ['noticeText', { noticeText: 'a' }, { noticeText: 'b' }],
    ['user data', { userData: { a: 1 } }, { userData: { a: 2 } }],
    ['user data that hold themselves, before others', { userData: cycle() }, { userData: { a: 1 } }],
  ])('is by %s', (_, one, other) => {
    const [a, b] = [message({ index: 1, ...one }), message({ index: 1, ...other })];
    expect([compareMessages(a, b), compareMessages(b, a)].map(Math.sign)).toEqual([-1, 1]);
    expect([compareMessages(a, a), compareMessages(b, b)]).toEqual([0, 0]);
  });

  it('does not depend on the order of the keys of user data', () => {
    const [a, b] = [message({ userData: { a: 1, b: 2 } }), message({ userData: { b: 2, a: 1 } })];
    const c = message({ userData: { b: 1, a: 2 } });
    expect(compareMessages(a, b)).toBe(0);
    expect([compareMessages(a, c), compareMessages(b, c)].map(Math.sign)).toEqual([-1, -1]);
  });
});

describe('two messages', () => {
  it('are the same if nothing but the time differs', () => {
    expect(sameMessage(message({ index: 1, sentAt: 1 }), message({ index: 1, sentAt: 2 }))).toBe(true);
  });

  it.each<readonly [string, Partial<ChatMessage>]>([
    ['epochs', { epoch: 2 }],
    ['indices', { index: 2 }],
    ['types', { type: 'Notice' }],
    ['texts', { text: 'b' }],
    ['urls', { url: 'b' }],
    ['notice texts', { noticeText: 'b' }],
    ['user data', { userData: { a: 1 } }],
  ])('of different %s are different', (_, other) => {
    expect(sameMessage(message({ index: 1, text: 'a' }), message({ index: 1, text: 'a', ...other }))).toBe(
      false,
    );
  });
});

it('data that cannot be read, or are null on one side, are the same as themselves alone', () => {
  const data = unreadable();
  expect(sameData(data, data)).toBe(true);
  expect(sameData(data, unreadable())).toBe(false);
  expect([sameData(null, {}), sameData({}, null), sameData(null, null)]).toEqual([false, false, true]);
});

describe('OperationFailedError', () => {
  it('names chat, reason and code, and has the cause', () => {
    const cause = new Error('refused');
    const error = new OperationFailedError({
      chatId: 'A',
      reason: 'no',
      statusCode: 7,
      httpStatus: 403,
      cause,
    });
    expect(error.message).toBe("The operation on chat A failed: no (7). Check the chat's capabilities.");
    expect(error).toMatchObject({ cause, httpStatus: 403, reason: 'no' });
    expect(error.notification).toBeUndefined();
  });

  it('has only what is known', () => {
    const notification = operationError({ chatId: 'A' });
    const error = new OperationFailedError({ notification });
    expect(error.message).toBe(
      "The operation failed: The server gave no reason. Check the chat's capabilities.",
    );
    expect(error.notification).toBe(notification);
    expect(['cause' in error, error.httpStatus]).toEqual([false, undefined]);
  });
});
