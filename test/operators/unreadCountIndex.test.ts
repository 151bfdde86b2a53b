import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  byNickname,
  byParticipant,
  byUser,
  dedupeByIndex,
  type ReadMark,
  type UnreadCount,
  unreadCount,
  type UnreadOptions,
} from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, Participant } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { ann, at, bob, count, eve, log, self } from './unreadCountFixtures.ts';

const second = (index: number, overrides: Partial<ChatMessage> = {}): Partial<ChatMessage> => ({
  ...at(index),
  text: 'second',
  ...overrides,
});

/** The counts after notifications and marks, in their order. */
function counts(
  events: readonly (ChatNotification | Omit<ReadMark, 'chatId'>)[],
  options: Partial<UnreadOptions> = {},
): UnreadCount[] {
  const source = new Subject<ChatNotification>();
  const read$ = new Subject<ReadMark>();
  const emitted: UnreadCount[] = [];
  source
    .pipe(dedupeByIndex({ onConflict: 'replace' }), unreadCount({ self, read$, ...options }))
    .subscribe((unread) => emitted.push(unread));
  for (const event of events) {
    if ('kind' in event) source.next(event);
    else read$.next({ chatId: 'A', ...event });
  }
  return emitted;
}

describe('unreadCount under the index of a mark', () => {
  it.each([
    ['a mark without a time, untimed messages', {}, {}, {}],
    ['a mark without a time, a later message', {}, { sentAt: 5000 }, { sentAt: 9000 }],
    ['a mark without a time, an earlier message', {}, { sentAt: 5000 }, { sentAt: 1000 }],
    ['a mark without a time, a message without a time', {}, { sentAt: 5000 }, {}],
    ['a mark with a time, a later message', { sentAt: 5001 }, { sentAt: 5001 }, { sentAt: 5002 }],
    ['a mark with a time, a message without a time', { sentAt: 5001 }, { sentAt: 5001 }, {}],
    ['a mark in whole seconds', { sentAt: 5000 }, { sentAt: 5035 }, { sentAt: 6000 }],
  ])('counts a second message under a read index as unread: %s', (_, mark, first, later) => {
    const emitted = counts([log({ ...at(3), ...first }), { index: 3, ...mark }, log(second(3, later))]);
    expect(emitted).toEqual([count(1, 3), count(0), count(1, 3)]);
  });

  it('covers all messages that were known under the index', () => {
    expect(counts([log(at(3), second(3)), { index: 3 }])).toEqual([count(2, 3), count(0)]);
    const timed = log({ ...at(3), sentAt: 1001 }, second(3, { sentAt: 1002 }));
    expect(counts([timed, { index: 3, sentAt: 1001 }])).toEqual([count(2, 3), count(1, 3)]);
  });

  it('counts a message under the index of an own message that was marked as read', () => {
    expect(counts([log(at(1), at(2, bob)), { index: 2 }, log(second(2))])).toEqual([
      count(1, 1),
      count(0),
      count(1, 2),
    ]);
  });

  it('keeps a message read whose time history has in whole seconds, shifted, or not at all', () => {
    const live = log({ ...at(3), sentAt: 5035 });
    for (const other of [{ sentAt: 5000 }, { sentAt: 3_605_000 }, {}]) {
      const history = messageLog({ chatId: 'A', origin: 'history', messages: [{ ...at(3), ...other }] });
      for (const mark of [{ index: 3 }, { index: 3, sentAt: 5035 }]) {
        const emitted = counts([live, mark, history], { initialMarks: [] });
        expect(emitted).toEqual([count(1, 3), count(0)]);
      }
    }
  });

  it('counts the second of two equal messages that a log lists 40 s apart', () => {
    const twice = log({ ...at(3), sentAt: 5035 }, { ...at(3), sentAt: 45_035 });
    for (const mark of [{ index: 3 }, { index: 3, sentAt: 5035 }]) {
      const emitted = counts([log({ ...at(3), sentAt: 5035 }), mark, twice]);
      expect(emitted).toEqual([count(1, 3), count(0), count(1, 3)]);
    }
  });

  it('keeps a message read that history masks', () => {
    const masked = messageLog({
      chatId: 'A',
      origin: 'history',
      messages: [{ ...at(3), text: '****', sentAt: 5035 }],
    });
    for (const mark of [{ index: 3 }, { index: 3, sentAt: 5035 }]) {
      const emitted = counts([log({ ...at(3), sentAt: 5035 }), mark, masked]);
      expect(emitted).toEqual([count(1, 3), count(0)]);
    }
  });

  it('counts a message once that history masks', () => {
    const masked = messageLog({
      chatId: 'A',
      origin: 'history',
      messages: [{ ...at(3), text: '****', sentAt: 5035 }],
    });
    expect(counts([log({ ...at(3), sentAt: 5035 }), masked])).toEqual([count(1, 3)]);
  });

  it('counts two links of one index, author and instant', () => {
    const link = (url: string): Partial<ChatMessage> => ({
      index: 3,
      type: 'PushUrl',
      from: ann,
      sentAt: 5035,
      url,
    });
    expect(counts([log(link('https://a.test'), link('https://b.test'))])).toEqual([count(2, 3)]);
  });

  it('emits when only the first unread index changes', () => {
    const source = new Subject<ChatNotification>();
    const emitted: UnreadCount[] = [];
    const read$ = new Subject<ReadMark>();
    source.pipe(unreadCount({ self, read$ })).subscribe((unread) => emitted.push(unread));
    source.next(log(at(4)));
    source.next({ ...log(at(2)), replaces: log(at(4)).messages });
    expect(emitted).toEqual([count(1, 4), count(1, 2)]);
  });

  it(
    'counts 100,000 messages with 50,000 marks without going through all of them each time',
    { timeout: 30_000 },
    () => {
      const source = new Subject<ChatNotification>();
      const read$ = new Subject<ReadMark>();
      let last: UnreadCount | undefined;
      source.pipe(unreadCount({ self, read$ })).subscribe((unread) => (last = unread));
      for (let index = 1; index <= 100_000; index += 1) {
        source.next(log(at(index)));
        if (index % 2 === 0) read$.next({ chatId: 'A', index: index / 2 });
      }
      expect(last).toEqual(count(50_000, 50_001));
    },
  );
});

describe('unreadCount of what the agent may ignore', () => {
  it('counts messages that the customer cannot see only with includeInternal', () => {
    const internal = ['Agents', 'Supervisors', 'Int', 'Vip'].map((visibility, index) => ({
      ...at(index + 1, eve),
      visibility,
    }));
    expect(counts([log(...internal)])).toEqual([]);
    expect(counts([log(...internal)], { includeInternal: true })).toEqual([count(4, 1)]);
  });

  it('counts a message without visibility', () => {
    const { visibility: _, ...message } =
      messageLog({ messages: [at(1)] }).messages[0] ?? expect.unreachable();
    expect(counts([{ ...log(), messages: [message] }])).toEqual([count(1, 1)]);
  });
});

describe('unreadCount where agent, colleague and customer share a nickname', () => {
  const sam = (overrides: Partial<Participant>): Participant =>
    participant({ nickname: 'Sam', ...overrides });
  const me = sam({ participantId: '1', uri: 'http://internal:8090/api/v2/users/u1' });
  const colleague = sam({ participantId: '2', uri: 'http://internal:8090/api/v2/users/u2' });
  const customer = sam({ participantId: '3', type: 'Customer' });
  const threeMessages = log(at(1, me), at(2, colleague), at(3, customer));

  it.each([
    ['byUser', byUser('https://gws.example.com/api/v2/users/u1')],
    ['byParticipant', byParticipant('1')],
  ])('counts the messages of the colleague and of the customer with %s', (_, isSelf) => {
    expect(counts([threeMessages], { self: isSelf })).toEqual([count(2, 2)]);
  });

  it('counts the messages of the customer with byNickname', () => {
    expect(counts([threeMessages], { self: byNickname('Sam') })).toEqual([count(1, 3)]);
  });

  it('uses the myParticipantId of the chat, before and after its messages', () => {
    const nobody = { self: (): boolean => false };
    const mine = chatStateChange({ chat: { id: 'A', myParticipantId: '1' } });
    expect(counts([mine, threeMessages], nobody)).toEqual([count(2, 2)]);
    expect(counts([threeMessages, mine, threeMessages, mine], nobody)).toEqual([count(3, 1), count(2, 2)]);
    const error = operationError({ chat: { id: 'A', myParticipantId: '1' } });
    expect(counts([threeMessages, error], nobody)).toEqual([count(3, 1), count(2, 2)]);
    const next = chatStateChange({ chat: { id: 'A', myParticipantId: '2' } });
    expect(counts([mine, next, threeMessages], nobody)).toEqual([count(1, 3)]);
  });
});
