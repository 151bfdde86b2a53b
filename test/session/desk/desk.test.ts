import fc from 'fast-check';
import type { ChatNotification } from 'rx-chat-notifications';
import { chatStateChange, message, messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { Desk, syntheticEnd } from '../../../src/session/desk/index.ts';
import { summary } from '../overFake.ts';

const said = (chatId: string, index: number, receivedAt: number): ChatNotification => ({
  ...messageLog({ chatId, messages: [message({ index, text: `text ${index}`, sentAt: index * 1_000 })] }),
  receivedAt,
});
const entered = (id: string, state: string, receivedAt: number, fields = {}): ChatNotification => ({
  ...chatStateChange({ chat: { id, state, ...fields } }),
  receivedAt,
});
/** A desk that has taken these. */
const deskOf = (...notifications: readonly ChatNotification[]): Desk => {
  const desk = new Desk();
  for (const notification of notifications) desk.take(notification);
  return desk;
};

describe('the desk', () => {
  it('[SS8] replays each message with the receivedAt that it had, and the state with that of its last change', () => {
    const desk = deskOf(
      entered('A', 'Invited', 10),
      said('A', 1, 20),
      said('A', 2, 30),
      entered('A', 'Chatting', 40),
    );
    expect(desk.replay().map((told) => [summary(told), told.receivedAt])).toEqual([
      ['snapshot A Chatting', 40],
      ['history A 1', 20],
      ['history A 2', 30],
    ]);
  });

  it('drops what it has taken before, and passes the rest of a log', () => {
    const desk = deskOf(said('A', 1, 10));
    expect(desk.take(said('A', 1, 20))).toBeUndefined();
    const both = messageLog({
      chatId: 'A',
      messages: [1, 2].map((index) => message({ index, text: `text ${index}`, sentAt: index * 1_000 })),
    });
    expect(desk.take(both)).toMatchObject({ messages: [{ index: 2 }] });
  });

  it('passes the answer to an operation even if all its messages are known', () => {
    const desk = deskOf(said('A', 1, 10));
    expect(desk.take({ ...said('A', 1, 20), referenceId: 7 })).toMatchObject({
      messages: [],
      referenceId: 7,
    });
  });

  it('is opened neither by an error without a chat nor by a log of the system', () => {
    const saved = messageLog({ chatId: 'A', messages: [{ index: 9, type: 'TranscriptSaveDone' }] });
    const desk = deskOf(saved);
    expect([desk.size, desk.replay()]).toEqual([0, []]);
  });

  it('lets what was live after a request precede its answer, field by field', () => {
    const desk = deskOf(entered('A', 'Invited', 10, { userData: { tier: 1 } }));
    const { seq } = desk;
    desk.take(entered('A', 'Chatting', 20));
    const listed = { id: 'A', state: 'Invited', userData: { tier: 2 } };
    expect(desk.precede(listed, seq)).toEqual({ id: 'A', state: 'Chatting', userData: { tier: 2 } });
    expect(desk.precede(listed, desk.seq)).toEqual(listed);
  });

  it('marks an end that was concluded, until the chat is shown to go on', () => {
    const desk = deskOf(entered('A', 'Chatting', 10), syntheticEnd('A', 20));
    expect(desk.get('A')).toMatchObject({ hasEnded: true, isEndSynthetic: true });
    expect(desk.replay()).toMatchObject([{ synthetic: true, chat: { state: 'Completed' } }]);
    desk.take(entered('A', 'Chatting', 30));
    expect(desk.get('A')).toMatchObject({ hasEnded: false, isEndSynthetic: false });
  });

  it('evicts a chat a minute after its end, in event time, and the chat that changed least recently if there are too many', () => {
    const desk = deskOf(entered('A', 'Completed', 0), entered('B', 'Chatting', 59_999));
    expect(desk.get('A')).toBeDefined();
    desk.take(entered('B', 'Held', 60_000));
    expect([desk.get('A'), desk.size]).toEqual([undefined, 1]);
    for (let id = 1; id <= 10_000; id += 1) desk.take(entered(String(id), 'Chatting', 60_000));
    expect([desk.size, desk.get('B'), desk.get('10000')?.hasEnded]).toEqual([10_000, undefined, false]);
  });

  it('is restored from plain data: it replays the same and takes the same', () => {
    const step = fc.oneof(
      fc.record({ chatId: fc.constantFrom('A', 'B'), index: fc.integer({ min: 1, max: 6 }) }),
      fc.record({
        chatId: fc.constantFrom('A', 'B'),
        state: fc.constantFrom('Chatting', 'Completed', 'Held'),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 10 }), (before, after) => {
        let at = 0;
        const taken = (taking: typeof before): ChatNotification[] =>
          taking.map((given) => {
            at += 10;
            return 'index' in given
              ? said(given.chatId, given.index, at)
              : entered(given.chatId, given.state, at);
          });
        const desk = deskOf(...taken(before));
        const restored = Desk.from(structuredClone(desk.data()));
        expect(restored.replay()).toEqual(desk.replay());
        for (const notification of taken(after)) {
          expect(restored.take(notification)).toEqual(desk.take(notification));
        }
        expect(restored.replay()).toEqual(desk.replay());
      }),
    );
  });
});
