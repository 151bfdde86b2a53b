import { of } from 'rxjs';
import { canonical, chatDirectory, chatSession } from 'rx-chat-notifications';
import { chatStateChange, fakeBayeuxClient, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { LoggedOperation } from '../../examples/web-console/page/model/operationLog.ts';
import { type Choices, choices } from '../../examples/web-console/page/streams/choices.ts';
import { type Operations, operationsOf } from '../../examples/web-console/page/streams/operations.ts';
import { typingOf } from '../../examples/web-console/page/streams/typing.ts';
import { marbles } from '../marbles.ts';

const start = 'SendStartTypingNotification';
const stop = 'SendStopTypingNotification';

describe('typing notices to customers', () => {
  /** What is sent, as `chat operation`, when the choices change like this. */
  const sentBy = (
    steps: Readonly<Record<string, (choice: Choices, note: (text: string) => void) => void>>,
  ): string[] => {
    const sent: string[] = [];
    marbles(({ cold, flush }) => {
      const choice = choices();
      const chats$ = of(
        ...['A', 'B'].map((chatId) => chatStateChange({ chat: { id: chatId, capabilities: [start, stop] } })),
        chatStateChange({ chat: { id: 'mute', capabilities: [] } }),
      ).pipe(chatDirectory());
      typingOf(choice, chats$).subscribe(({ chatId, operation }) => {
        sent.push(`${chatId} ${operation.operationName === start ? 'types' : 'stops'}`);
      });
      cold(Object.keys(steps).join('-')).subscribe((step) =>
        steps[step]?.(choice, (text) => sent.push(text)),
      );
      flush();
    });
    return sent;
  };

  it('stops when the agent turns to another chat, though the draft stays', () => {
    expect(
      sentBy({
        a: ({ select }) => {
          select('A');
        },
        b: ({ write }) => {
          write('A', 'half a sen');
        },
        c: ({ select }, note) => {
          select('B');
          note('B chosen');
        },
      }),
    ).toEqual(['A types', 'A stops', 'B chosen']);
  });

  it('does not begin with what stood in the box before', () => {
    expect(
      sentBy({
        a: ({ write, select }) => {
          write('B', 'an old draft');
          select('B');
        },
      }),
    ).toEqual([]);
  });

  it('is not told where the chat does not allow it', () => {
    expect(
      sentBy({
        a: ({ select, write }) => {
          select('mute');
          write('mute', 'a');
        },
      }),
    ).toEqual([]);
  });

  it('ends when the author pauses', () => {
    expect(
      sentBy({
        a: ({ select, write }) => {
          select('A');
          write('A', 'a');
        },
      }),
    ).toEqual(['A types', 'A stops']);
  });
});

describe('a message that is not sent', () => {
  const json = { headers: { 'Content-Type': 'application/json' } };
  const accepted = (): Response => new Response('{"statusCode":0,"referenceId":7}', json);
  const text = 'How may I help you?';

  /** Operations of a session over a client without a network, whose server replies to each operation like this. */
  function operations(reply: () => Response | Promise<Response>): Operations & { readonly push: () => void } {
    const client = fakeBayeuxClient();
    const fetch: typeof globalThis.fetch = (_input, init) =>
      Promise.resolve(init?.method === 'POST' ? reply() : Response.json({ statusCode: 0 }));
    const options = {
      client,
      fetch,
      url: 'http://gws.test',
      history: false,
      logger: () => undefined,
    } as const;
    const session = chatSession(options);
    onTestFinished(() => session.close());
    session.notifications$.subscribe();
    client.handshake();
    return {
      ...operationsOf(session),
      push: () => {
        const log = messageLog({ chatId: 'A', referenceId: 7, messages: [{ index: 1 }] });
        client.publish('/v2/me/chats', canonical(log).data);
      },
    };
  }

  /** The states of the operation and the texts that come back. */
  function results({ log$, unsent$ }: Operations): {
    readonly states: (LoggedOperation | undefined)[];
    readonly unsent: string[];
  } {
    const all = { states: [] as (LoggedOperation | undefined)[], unsent: [] as string[] };
    unsent$.subscribe((unsent) => all.unsent.push(unsent.text));
    log$.subscribe(([operation]) => all.states.push(operation));
    return all;
  }

  it.each([
    ['a proxy refuses it', () => new Response('Bad gateway\n', { status: 502 }), 'HTTP 502'],
    [
      'GWS refuses it',
      () => new Response('{"statusCode":2,"statusMessage":"No such chat"}', { ...json, status: 404 }),
      'No such chat',
    ],
  ])('comes back into the box with a readable reason if %s', async (_, reply, reason) => {
    const sending = operations(reply);
    const { states, unsent } = results(sending);
    sending.send('A', { operationName: 'SendMessage', text });
    await vi.waitUntil(() => states.length > 1);
    expect(unsent).toEqual([text]);
    expect(states.at(-1)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining(reason) as string,
    });
  });

  it.each([
    ['comes back if no reply arrived', () => new Promise<Response>(() => undefined), [text]],
    ['does not come back if the server accepted it', accepted, []],
  ])('is unanswered after a timeout, and %s', async (_, reply, returned) => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const sending = operations(reply);
    const { states, unsent } = results(sending);
    sending.send('A', { operationName: 'SendMessage', text });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states.map((operation) => operation?.state)).toEqual(['sent', 'unanswered']);
    expect(unsent).toEqual(returned);
  });

  it('comes back into an empty box, and not over what was written since', () => {
    const { select, write, giveBack, draft$ } = choices();
    const drafts: string[] = [];
    draft$.subscribe((draft) => drafts.push(draft));
    select('A');
    giveBack('A', 'first');
    giveBack('A', 'second');
    write('A', '');
    giveBack('B', 'elsewhere');
    expect(drafts).toEqual(['', 'first', '']);
  });

  it('is answered by its notification, and does not come back', async () => {
    const sending = operations(accepted);
    const { states, unsent } = results(sending);
    sending.send('A', { operationName: 'SendMessage', text });
    await new Promise(setImmediate);
    sending.push();
    await vi.waitUntil(() => states.length > 1);
    expect(states).toMatchObject([{ state: 'sent' }, { state: 'answered', referenceId: 7 }]);
    expect(unsent).toEqual([]);
  });
});
