import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Chat,
  type ChatMessage,
  type ChatNotification,
  type ChatOperationError,
  chatShownBy,
  isFinal,
  type Origin,
} from '../../src/model/index.ts';
import { type ChatView, viewAfter, viewAt, type ViewState } from '../../src/state/chatView.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';

const people = [
  participant({ participantId: '1', nickname: 'Ann', type: 'Customer' }),
  participant({ participantId: '2', nickname: 'Bob' }),
  participant({ participantId: '3', nickname: 'Cid', visibility: 'Int' }),
];
const capabilities = ['Accept', 'SendMessage', 'Leave'];

const chats: fc.Arbitrary<Chat> = fc.record(
  {
    id: fc.constant('A'),
    state: fc.constantFrom('Invited', 'Chatting', 'Chatting', 'Completed', 'Revoked'),
    participants: fc.subarray(people),
    capabilities: fc.subarray(capabilities),
    userData: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.jsonValue({ maxDepth: 1 }), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: ['id', 'state'] },
);
/** Typing notices have indices of their own: under one index, whether somebody starts or stops would be anyone's guess. */
const apart = (message: ChatMessage): ChatMessage => ({
  ...message,
  index: message.index * 3 + ['TypingStarted', 'TypingStopped'].indexOf(message.type),
});
const logs: fc.Arbitrary<readonly ChatMessage[]> = fc.array(
  fc
    .record(
      {
        index: fc.integer({ min: 1, max: 25 }),
        type: fc.constantFrom('Text', 'Text', 'Notice', 'TypingStarted', 'TypingStopped'),
        from: fc.constantFrom(...people),
        text: fc.constantFrom('', 'a', 'b'),
        sentAt: fc.constant(0),
      },
      { requiredKeys: ['index', 'type', 'from'] },
    )
    // A message has one time: listed with two it would be said twice.
    .map(({ sentAt, ...message }) => apart({ ...message, ...(sentAt === 0 && { sentAt: message.index }) })),
  { maxLength: 5 },
);
const received = (): fc.Arbitrary<number> => fc.integer({ min: 1, max: 1_000 });
/** The live notifications of chat A. */
const notifications: fc.Arbitrary<readonly ChatNotification[]> = fc.array(
  fc.oneof(
    fc.tuple(chats, received()).map(([chat, receivedAt]) => chatStateChange({ chat, receivedAt })),
    fc
      .tuple(logs, received())
      .map(([messages, receivedAt]) => messageLog({ chatId: 'A', messages, receivedAt })),
    fc
      .tuple(fc.option(chats, { nil: undefined }), received())
      .map(([chat, receivedAt]) =>
        operationError({ chatId: 'A', receivedAt, ...(chat !== undefined && { chat }) }),
      ),
  ),
  { maxLength: 20 },
);

const after = (state: ViewState | undefined, notification: ChatNotification): ViewState => {
  const status = chatShownBy(notification)?.state ?? state?.view.status;
  const hasEnded = status !== undefined && isFinal(status);
  return viewAfter(state, notification, { chatId: 'A', hasEnded, reopenings: 0, now: 90, expireAfter: 10 });
};
const folded = (all: readonly ChatNotification[]): ViewState | undefined =>
  all.reduce<ViewState | undefined>(after, undefined);

/** Everything that a reader of a view sees. */
const read = ({ transcript, ...view }: ChatView): unknown =>
  structuredClone({
    ...view,
    messages: [...transcript],
    array: transcript.messages,
    gaps: transcript.gaps,
    lastIndex: transcript.lastIndex,
    appended: transcript.appended,
    inserted: transcript.inserted,
  });

/** The part of a view that does not depend on how its data arrived. */
const essence = (state: ViewState | undefined, ...without: readonly (keyof ChatView)[]): unknown => {
  if (state === undefined) return undefined;
  const { transcript, typing, endedAt, updatedAt, ...rest } = state.view;
  const left = Object.entries(rest).filter(([key]) => !without.some((field) => field === key));
  return { ...Object.fromEntries(left), messages: transcript.messages, gaps: transcript.gaps };
};

/** What the server would show of the chat: all that it sent, by fields. */
const shownBy = (all: readonly ChatNotification[]): Chat | undefined =>
  all.reduce<Chat | undefined>((known, notification) => {
    const chat = notification.kind === 'messages' ? undefined : notification.chat;
    if (chat === undefined) return known;
    return { ...known, ...chat, ...(isFinal(chat.state) && { capabilities: [] }) };
  }, undefined);

const messagesIn = (all: readonly ChatNotification[]): readonly ChatMessage[] =>
  all.flatMap((notification) => (notification.kind === 'messages' ? notification.messages : []));
const errorsIn = (all: readonly ChatNotification[]): readonly ChatOperationError[] =>
  all.filter((notification) => notification.kind === 'error');

describe('a view of a chat', () => {
  it('from a snapshot, the history and later live notifications equals that of the uninterrupted stream, except for times and typing', () => {
    const scenario = notifications.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.nat(all.length),
        fc.shuffledSubarray([...messagesIn(all)], { minLength: messagesIn(all).length }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat()), { minLength: 100, maxLength: 100 }),
      ),
    );
    fc.assert(
      fc.property(scenario, ([all, cut, shuffled, sizes]) => {
        const before = all.slice(0, cut);
        const missed = messagesIn(before);
        const chat = shownBy(before);
        const delivered: ChatNotification[] = [...all.slice(cut)];
        // The past arrives in pages of any size and order, before, among and after live notifications, with duplicates.
        const past = shuffled.filter((message) => missed.includes(message) || message.index % 3 === 0);
        for (const [size, at] of sizes) {
          const messages = past.splice(0, size);
          if (messages.length === 0) break;
          const origin: Origin = 'history';
          delivered.splice(
            at % (delivered.length + 1),
            0,
            messageLog({ chatId: 'A', messages, origin, receivedAt: 7 }),
          );
        }
        if (chat !== undefined)
          delivered.unshift(chatStateChange({ chat, origin: 'snapshot', receivedAt: 5 }));
        if (delivered.length === 0) return;
        const live = folded(all);
        const resumed = folded(delivered);
        const hasMissedError = errorsIn(all.slice(cut)).length === 0;
        const without = hasMissedError ? (['lastError'] as const) : [];
        expect(essence(resumed, ...without)).toEqual(essence(live, ...without));
        expect(resumed !== undefined && 'endedAt' in resumed.view).toBe(
          live !== undefined && 'endedAt' in live.view,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with what was told last of each field', () => {
    fc.assert(
      fc.property(notifications, (all) => {
        const { view } = folded(all) ?? {};
        const chat = shownBy(all);
        expect(view?.status).toBe(chat?.state);
        expect(view?.participants).toEqual(all.length === 0 ? undefined : (chat?.participants ?? []));
        expect(view?.capabilities).toEqual(all.length === 0 ? undefined : (chat?.capabilities ?? []));
        expect(view?.userData).toEqual(all.length === 0 ? undefined : (chat?.userData ?? {}));
        expect(view?.lastError).toBe(errorsIn(all).at(-1));
        const endedAt = all.reduce<number | undefined>((known, notification) => {
          const state = notification.kind === 'messages' ? undefined : notification.chat?.state;
          if (state === undefined) return known;
          return isFinal(state) ? (known ?? notification.receivedAt) : undefined;
        }, undefined);
        expect(view?.endedAt).toBe(endedAt);
      }),
      { numRuns: 300 },
    );
  });

  it('a kept view never changes, and two continuations of one are both right', () => {
    fc.assert(
      fc.property(notifications, notifications, notifications, (all, one, other) => {
        const kept: [ViewState, unknown][] = [];
        let state: ViewState | undefined;
        for (const notification of all) {
          state = after(state, notification);
          kept.push([state, read(state.view)]);
        }
        const before = structuredClone(all);
        const first = one.reduce<ViewState | undefined>(after, state);
        const second = other.reduce<ViewState | undefined>(after, state);
        expect(essence(first)).toEqual(essence(folded([...all, ...one])));
        expect(essence(second)).toEqual(essence(folded([...all, ...other])));
        for (const [past, seen] of kept) {
          viewAt(past, 100);
          expect(read(past.view)).toEqual(seen);
        }
        expect(all).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  it('stays the same object after a repetition of equal data, whatever its origin and time', () => {
    fc.assert(
      fc.property(notifications, fc.constantFrom<Origin>('live', 'snapshot', 'history'), (all, origin) => {
        let state: ViewState | undefined;
        for (const notification of all) {
          state = after(state, notification);
          const { view } = state;
          const isError = notification.kind === 'error';
          const again: ChatNotification = isError
            ? notification
            : { ...structuredClone(notification), origin, receivedAt: 2_000 };
          state = after(state, again);
          expect(state.view).toBe(view);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('an error of a different failure is the last one, although it reads the same', () => {
    const error = operationError({ chatId: 'A' });
    const first = after(undefined, error);
    expect(after(first, error).view).toBe(first.view);
    const again = { ...error, receivedAt: error.receivedAt + 1 };
    expect(after(first, again).view).toMatchObject({ lastError: again, updatedAt: again.receivedAt });
  });

  it('changes nothing but typing when time passes, and is the same object when nobody stops', () => {
    const start = messageLog({ chatId: 'A', messages: [{ type: 'TypingStarted' }], receivedAt: 3 });
    const typed = after(after(undefined, chatStateChange({ chat: { id: 'A' }, receivedAt: 2 })), start);
    expect(typed.view.typing).toEqual([participant({ visibility: 'All' })]);
    expect(viewAt(typed, 99).view).toBe(typed.view);
    expect(viewAt(typed, 100).view).toEqual({ ...typed.view, typing: [] });
    expect(viewAt(typed, 100).view.transcript).toBe(typed.view.transcript);
    expect(typed.view.typing).toEqual([participant({ visibility: 'All' })]);
  });
});
