import { firstValueFrom, map, NEVER, of, Subject, take, toArray } from 'rxjs';
import { type ChatNotification, chatDirectory } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Choices, choices } from '../../examples/web-console/page/streams/choices.ts';
import { operationsOf } from '../../examples/web-console/page/streams/operations.ts';
import type { ConsoleSession } from '../../examples/web-console/page/streams/session.ts';
import { typingOf } from '../../examples/web-console/page/streams/typing.ts';
import { marbles } from '../marbles.ts';

const start = 'SendStartTypingNotification';
const stop = 'SendStopTypingNotification';

describe('typing, as it is told to customers', () => {
  /** What is sent, as `chat operation`, when the choices change like this. */
  const told = (
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
      told({
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
      told({
        a: ({ write, select }) => {
          write('B', 'an old draft');
          select('B');
        },
      }),
    ).toEqual([]);
  });

  it('is not told where the chat does not allow it', () => {
    expect(
      told({
        a: ({ select, write }) => {
          select('mute');
          write('mute', 'a');
        },
      }),
    ).toEqual([]);
  });

  it('ends with the pause of whoever does not go on', () => {
    expect(
      told({
        a: ({ select, write }) => {
          select('A');
          write('A', 'a');
        },
      }),
    ).toEqual(['A types', 'A stops']);
  });
});

describe('what does not reach the server', () => {
  const sessionAnswering = (
    answer: () => Response | Promise<Response>,
    notifications$: ConsoleSession['notifications$'] = NEVER,
  ): ConsoleSession => ({
    notifications$,
    chats$: NEVER,
    status$: NEVER,
    failures$: NEVER,
    restored$: NEVER,
    self: 'Sam',
    tryAgain: () => undefined,
    fetch: () => Promise.resolve(answer()),
  });
  const json = { headers: { 'Content-Type': 'application/json' } };
  const taken = (): Response => new Response('{"statusCode":0,"referenceId":7}', json);

  it.each([
    ['a proxy refuses', () => new Response('Bad gateway\n', { status: 502 }), 'HTTP 502: Bad gateway'],
    [
      'GWS refuses',
      () => new Response('{"statusCode":2,"statusMessage":"No such chat"}', { ...json, status: 404 }),
      'No such chat',
    ],
  ])('[WC10] is given back when %s, with a reason that can be read', async (_, answer, reason) => {
    const { send, log$, unsent$ } = operationsOf(sessionAnswering(answer));
    const unsent = firstValueFrom(unsent$, { defaultValue: undefined });
    const log = firstValueFrom(log$.pipe(take(2), toArray()), { defaultValue: [] });
    send('A', { operationName: 'SendMessage', text: 'How may I help you?' });
    expect(await unsent).toEqual({ chatId: 'A', text: 'How may I help you?' });
    expect((await log).at(-1)).toMatchObject([{ state: 'failed', detail: reason }]);
  });

  it.each([
    ['the server does not answer at all', () => new Promise<Response>(() => undefined), 'failed', ['Hello']],
    ['it was taken, but nobody tells what came of it', taken, 'unanswered', []],
  ])('[WC10] is told apart from what may have: %s', async (_, answer, state, unsent) => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { send, log$, unsent$ } = operationsOf(sessionAnswering(answer));
    const given: string[] = [];
    const states: (string | undefined)[] = [];
    unsent$.subscribe(({ text }) => given.push(text));
    log$.subscribe(([operation]) => states.push(operation?.state));
    send('A', { operationName: 'SendMessage', text: 'Hello' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([states, given]).toEqual([['sent', state], unsent]);
  });

  it('[WC10] comes back into an empty box, and not over what was written since', () => {
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

  it('is told as answered, and not given back, when the server has done it', async () => {
    const notifications = new Subject<ChatNotification>();
    const { send, log$, unsent$ } = operationsOf(sessionAnswering(taken, notifications));
    const given: unknown[] = [];
    unsent$.subscribe((unsent) => given.push(unsent));
    const states = firstValueFrom(
      log$.pipe(
        map(([operation]) => operation?.state),
        take(2),
        toArray(),
      ),
      { defaultValue: [] },
    );
    send('A', { operationName: 'SendMessage', text: 'How may I help you?' });
    await new Promise(setImmediate);
    notifications.next(messageLog({ chatId: 'A', referenceId: 7, messages: [{ index: 1 }] }));
    expect(await states).toEqual(['sent', 'answered']);
    expect(given).toEqual([]);
  });
});
