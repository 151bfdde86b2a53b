import { EMPTY, NEVER, of, Subject } from 'rxjs';
import {
  type ChatNotification,
  gwsHistory,
  OperationFailedError,
  operationResult,
  SessionEndedError,
  SubscriptionDeniedError,
  withHistory,
} from 'rx-chat-notifications';
import { operationError } from 'rx-chat-notifications/testing';
import { describe, expect, it, vi } from 'vitest';
import { answering, errorOf, html, me, url } from './fixtures.ts';

describe('errors of a channel', () => {
  it('say which channel was refused, in which words, and which name it may have', () => {
    const { message } = new SubscriptionDeniedError('/v2/me', {
      channel: '/meta/subscribe',
      error: '403::no',
    });
    expect(message).toBe(
      'The server denied the subscription to /v2/me: 403::no. The user lacks the permission, ' +
        'or the channel has a different name, such as /workspace/v3/media/chat. Subscribe again to ask again.',
    );
  });

  it.each([
    [undefined, 'it gave no reason'],
    ['', 'it gave no reason'],
    ['402::bye', '402::bye'],
  ])('say why the session ended, where the server said %j', (error, expected) => {
    const { message } = new SessionEndedError({
      channel: '/meta/disconnect',
      ...(error !== undefined && { error }),
    });
    expect(message).toBe(
      `The server ended the session: ${expected}. It shut down, or logged the user out: ` +
        'call handshake() on the client and subscribe again.',
    );
  });
});

describe('errors of history', () => {
  it.each([
    [
      null,
      { status: 404, statusText: 'Not Found' },
      `HTTP 404 Not Found from ${me}. Check that the chat still exists, and \`paths\`.`,
    ],
    [null, { status: 400 }, `HTTP 400 from ${me}. Check that the chat still exists, and \`paths\`.`],
    [null, { status: 500 }, `HTTP 500 from ${me}. The server or its proxy is down or busy.`],
    [
      '<html>',
      html,
      `expected JSON, got text/html from ${me}. That is not GWS: a login page, or a wrong URL.`,
    ],
    ['[]', {}, `expected an object from ${me}. That is not GWS: a login page, or a wrong URL.`],
    [
      '{"statusCode":3,"statusMessage":"No such user"}',
      {},
      `statusCode 3 from ${me}: No such user. Check the user's permissions.`,
    ],
  ])('%s %j: what happened, where, and what it comes from', async (body, init, expected) => {
    const history = gwsHistory({ url, fetch: answering(body, init) });
    const failures: string[] = [];
    NEVER.pipe(
      withHistory({ chats: () => history.chats(), messages: () => [] }, of('now'), {
        retry: { maxAttempts: 1 },
        onFailure: ({ message }) => failures.push(message),
      }),
    ).subscribe();
    await vi.waitUntil(() => failures.length > 0);
    expect(failures).toEqual([
      `the chats could not be listed: ${expected.replace(/\.$/, '')}; requested again with the next backfill`,
    ]);
  });
});

describe('errors of operationResult', () => {
  const mayBeDone = 'It may have succeeded. Check the chat before you send the operation again.';
  const checkReply = "Check the statusCode and statusMessage of the server's reply.";
  const answeredBy = (notification: ChatNotification): Promise<Error> =>
    errorOf(of(notification).pipe(operationResult(() => of(83))));

  it('OperationFailedError names the chat, the server’s words and its status', async () => {
    const failed = operationError({
      referenceId: 83,
      chatId: 'A',
      errorMessage: 'Chat is over',
      statusCode: 2,
    });
    const error = await answeredBy(failed);
    expect(error.message).toBe(
      "The operation on chat A failed: Chat is over (2). Check the chat's capabilities.",
    );
    const withoutChat = new OperationFailedError({ reason: 'Chat is over', statusCode: 2 });
    expect(withoutChat.message).toMatch(/^The operation failed: Chat is over \(2\)/);
  });

  it('TimeoutError and EmptyError say what is lacking and what to look at', async () => {
    const messages = [
      errorOf(NEVER.pipe(operationResult(() => of(83), { timeout: 5 }))),
      errorOf(new Subject<ChatNotification>().pipe(operationResult(() => []))),
      errorOf(
        new Subject<ChatNotification>().pipe(operationResult(() => of(undefined as unknown as number))),
      ),
      errorOf(EMPTY.pipe(operationResult(() => of(83)))),
    ].map(async (failed) => String(await failed));
    expect(await Promise.all(messages)).toEqual([
      `TimeoutError: operationResult: no notification of the operation within 5 ms. ${mayBeDone}`,
      `EmptyError: operationResult: send emitted no referenceId or operationId. ${checkReply}`,
      `EmptyError: operationResult: send emitted no referenceId or operationId. ${checkReply}`,
      `EmptyError: operationResult: the source completed before a notification with referenceId 83 arrived. ${mayBeDone}`,
    ]);
  });
});
