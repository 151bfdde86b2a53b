import fc from 'fast-check';
import type { ChatMessage, ChatNotification, Origin } from '../../src/model/index.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';

export const began = 1_700_000_000_000;

const customer = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const agent = participant();
const colleague = participant({ participantId: '2', nickname: 'Bob' });
const bot = participant({ participantId: '3', nickname: 'Bot', type: 'External' });

/** What an entry is, but for its index and time. */
const entry: fc.Arbitrary<Partial<ChatMessage>> = fc.record(
  {
    type: fc.constantFrom(
      ...['Text', 'Text', 'Text', 'TypingStarted', 'TypingStarted', 'TypingStopped', 'PushUrl', 'Notice'],
      ...['ParticipantLeft', 'ParticipantJoined', 'ParticipantRejoined', 'TranscriptSaveDone'],
    ),
    from: fc.constantFrom(customer, customer, agent, colleague, bot),
    text: fc.constantFrom('Hello', 'Yes', '***'),
    visibility: fc.constantFrom('All', 'All', 'Agents'),
    url: fc.constantFrom('https://a.example', 'https://b.example'),
  },
  { requiredKeys: ['type', 'from'] },
);

/** How the index of an entry relates to the highest of its chat so far: the next, after a gap, late, again, a restart. */
const step = fc
  .constantFrom<readonly number[]>([1], [1], [1], [1], [3], [0], [-1], [-4], [-Infinity])
  .map(([by = 1]) => by);

const pauses: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 0, 1, 9_999, 10_000, 10_001, 30_000, 59_999, 60_000, 60_001, 90_000),
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: 130_000 }),
);

/** Something that happens in one of three chats. */
const happening = fc.record({
  pause: pauses,
  /** How much older than the newest notification this one is, if it is: it was held back behind a backfill. */
  age: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20_000 })),
  id: fc.constantFrom('A', 'A', 'B', 'C'),
  origin: fc.constantFrom<Origin>('live', 'live', 'live', 'history', 'snapshot'),
  /** Read marks are taken from it, and the result of an operation. */
  referenceId: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
  kind: fc.constantFrom('chat', 'chat', 'end', 'messages', 'messages', 'messages', 'again', 'error'),
  state: fc.constantFrom('Invited', 'Chatting', 'Chatting'),
  end: fc.constantFrom('Completed', 'Revoked'),
  shown: fc.record(
    {
      participants: fc.subarray([customer, agent, colleague]),
      capabilities: fc.subarray(['SendMessage', 'Accept']),
      userData: fc.dictionary(fc.constantFrom('tier', 'mood'), fc.nat({ max: 2 })),
      myParticipantId: fc.constant(agent.participantId),
    },
    { requiredKeys: [] },
  ),
  entries: fc.array(
    fc.record({
      entry,
      step,
      /** How old it is; the server's clock is an hour off. */
      age: fc.option(fc.oneof(fc.constant(40), fc.integer({ min: 0, max: 300_000 })), {
        freq: 5,
        nil: undefined,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function notificationsOf(all: readonly Happening[]): ChatNotification[] {
  let now = began;
  const highest = new Map<string, number>();
  const logs = new Map<string, readonly ChatMessage[]>();
  return all.map(({ pause, age, id, origin, referenceId, kind, state, end, shown, entries }) => {
    if (age === 0) now += pause;
    const receivedAt = now - age;
    const common = { origin, receivedAt, ...(referenceId !== undefined && { referenceId }) };
    switch (kind) {
      case 'chat':
        return chatStateChange({ ...common, chat: { id, state, ...shown } });
      case 'end':
        return chatStateChange({ ...common, chat: { id, state: end } });
      case 'error':
        return operationError({ ...common, chat: { id, state, ...shown } });
      default: {
        const messages = entries.map((one) => {
          const last = highest.get(id) ?? 0;
          const index = Math.max(1, last + one.step);
          highest.set(id, index);
          const sentAt = one.age === undefined ? {} : { sentAt: receivedAt - 3_600_000 - one.age };
          return message({ ...one.entry, index, ...sentAt });
        });
        const known = logs.get(id) ?? [];
        const log = kind === 'again' ? [...known, ...messages] : messages;
        logs.set(id, [...known, ...messages]);
        return messageLog({ ...common, chatId: id, messages: log });
      }
    }
  });
}

/**
 * A live stream of several chats: typing notices that expire, and ended chats whose retention runs out, between two
 * notifications; restarted indices, late messages, duplicates, history, notifications held back behind a backfill.
 */
export const anyLiveStream: fc.Arbitrary<readonly ChatNotification[]> = fc
  .array(happening, { minLength: 1, maxLength: 25, size: 'max' })
  .map(notificationsOf);
