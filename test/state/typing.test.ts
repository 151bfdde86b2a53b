import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage, ChatNotification, Origin, Participant } from '../../src/model/index.ts';
import { nobodyTypes, type Typing, typingAfter, typingAt } from '../../src/state/typing.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';

const ann = participant({ participantId: '1', nickname: 'Ann' });
const bob = participant({ participantId: '2', nickname: 'Bob' });
const expireAfter = 100;
const until = expireAfter;
const rules = { hasEnded: false, reopenings: 0, now: 0, expireAfter };

const entry = (type: string, index: number, from: Participant = ann): Partial<ChatMessage> => ({
  type,
  index,
  from,
});
const start = (index: number, from?: Participant): Partial<ChatMessage> =>
  entry('TypingStarted', index, from);
const stop = (index: number, from?: Participant): Partial<ChatMessage> => entry('TypingStopped', index, from);
const text = (index: number, from?: Participant): Partial<ChatMessage> => entry('Text', index, from);

/** Who types after these, each in a notification of its own. */
const after = (...messages: readonly Partial<ChatMessage>[]): Typing =>
  messages.reduce((typing, message) => afterMessages(typing, [message]), nobodyTypes);
const afterMessages = (
  typing: Typing,
  messages: readonly Partial<ChatMessage>[],
  origin: Origin = 'live',
): Typing => typingAfter(typing, messageLog({ messages, origin }), rules);
const afterNotification = (typing: Typing, notification: ChatNotification, hasEnded = false): Typing =>
  typingAfter(typing, notification, { ...rules, hasEnded });

const names = ({ participants }: Typing): readonly string[] => participants.map(({ nickname }) => nickname);

describe('who types', () => {
  it('is who started, in the order of their first notice', () => {
    expect(names(nobodyTypes)).toEqual([]);
    expect(names(after(start(1)))).toEqual(['Ann']);
    expect(names(after(start(1, bob), start(2)))).toEqual(['Bob', 'Ann']);
    expect(names(after(text(1), start(2, bob), start(3)))).toEqual(['Ann', 'Bob']);
    expect(after(start(1)).participants).toEqual([{ ...ann, visibility: 'All' }]);
  });

  it.each(['TypingStopped', 'Text', 'PushUrl', 'Notice', 'ParticipantLeft', 'SomethingNew'])(
    'a %s ends the typing of its author and of nobody else',
    (type) => {
      expect(names(after(start(1), start(2, bob), entry(type, 3)))).toEqual(['Bob']);
      expect(names(after(start(1), start(2, bob), entry(type, 3, bob)))).toEqual(['Ann']);
    },
  );

  it('a start indexed below the last stop or message of its author came late and is ignored', () => {
    expect(names(after(stop(5), start(4)))).toEqual([]);
    expect(names(after(text(5), start(4)))).toEqual([]);
    expect(names(after(text(5), start(4, bob)))).toEqual(['Bob']);
    expect(names(after(text(5), start(6)))).toEqual(['Ann']);
    expect(names(after(text(5), text(3), start(4)))).toEqual([]);
    expect(names(after(start(6), stop(7), start(6)))).toEqual([]);
    expect(names(after(stop(5), start(5)))).toEqual(['Ann']);
  });

  it('a stop or message indexed below a start came late and does not end it', () => {
    expect(names(after(start(5), stop(4)))).toEqual(['Ann']);
    expect(names(after(start(5), text(3)))).toEqual(['Ann']);
    expect(names(after(start(5), stop(5)))).toEqual([]);
    expect(names(after(start(5), text(3), start(2), text(6)))).toEqual([]);
  });

  it('typing notices of the past are ignored, messages of the past are not', () => {
    for (const origin of ['snapshot', 'history'] as const) {
      expect(afterMessages(nobodyTypes, [start(1)], origin).participants).toBe(nobodyTypes.participants);
      const ofAnn = after(start(5));
      expect(afterMessages(ofAnn, [stop(6)], origin).participants).toBe(ofAnn.participants);
      expect(afterMessages(ofAnn, [start(7, bob)], origin).participants).toBe(ofAnn.participants);
      expect(names(afterMessages(ofAnn, [text(6)], origin))).toEqual([]);
      expect(names(afterMessages(afterMessages(nobodyTypes, [text(6)], origin), [start(5)]))).toEqual([]);
    }
  });

  it('who is not among the participants that a notification tells types no longer', () => {
    const both = after(start(1), start(2, bob));
    for (const of of [chatStateChange, operationError]) {
      expect(names(afterNotification(both, of({ chat: { participants: [bob] } })))).toEqual(['Bob']);
      expect(names(afterNotification(both, of({ chat: { participants: [] } })))).toEqual([]);
      expect(afterNotification(both, of({ chat: { participants: [bob, ann] } }))).toBe(both);
      expect(afterNotification(both, of({ chat: {} }))).toBe(both);
    }
    expect(afterNotification(both, operationError({ chatId: 'A' }))).toBe(both);
  });

  it('nobody types in a chat that has ended', () => {
    const both = after(start(1), start(2, bob));
    const over = afterNotification(both, chatStateChange({ chat: { participants: [ann, bob] } }), true);
    expect(names(over)).toEqual([]);
    expect(afterNotification(over, messageLog({ messages: [start(9)] }), true).participants).toBe(
      over.participants,
    );
    expect(names(afterNotification(both, messageLog({ messages: [start(9)] }), true))).toEqual([]);
    expect(names(afterMessages(over, [start(10)]))).toEqual(['Ann']);
  });

  it('a start is believed until its instant, and a later one renews it', () => {
    const typing = after(start(1));
    expect(typingAt(typing, until - 1)).toBe(typing);
    expect(names(typingAt(typing, until))).toEqual([]);
    expect(names(typingAt(typing, until + 1))).toEqual([]);
    const renewed = typingAfter(typing, messageLog({ messages: [start(2)] }), { ...rules, now: 50 });
    expect(typingAt(renewed, until)).toBe(renewed);
    expect(names(typingAt(renewed, until + 50))).toEqual([]);
    const both = typingAfter(typing, messageLog({ messages: [start(2, bob)] }), { ...rules, now: 50 });
    expect(names(typingAt(both, until))).toEqual(['Bob']);
    expect(typingAt(nobodyTypes, Infinity)).toBe(nobodyTypes);
  });

  it('after an expiry the author’s last message still counts', () => {
    const expired = typingAt(after(text(5), start(6)), until);
    expect(names(afterMessages(expired, [start(4)]))).toEqual([]);
    expect(names(afterMessages(expired, [start(7)]))).toEqual(['Ann']);
  });

  it('the messages of one notification count by their indices, in whatever order they stand', () => {
    for (const messages of [
      [start(1), text(2)],
      [text(2), start(1)],
    ]) {
      expect(names(afterMessages(nobodyTypes, messages))).toEqual([]);
    }
    for (const messages of [
      [text(1), start(2)],
      [start(2), text(1)],
    ]) {
      expect(names(afterMessages(nobodyTypes, messages))).toEqual(['Ann']);
    }
  });

  it('while the same people type, they are the same array', () => {
    const one = after(start(1));
    expect(afterMessages(one, [start(2)]).participants).toBe(one.participants);
    expect(afterMessages(one, [text(1, bob)]).participants).toBe(one.participants);
    expect(afterMessages(nobodyTypes, [text(1), stop(2)]).participants).toBe(nobodyTypes.participants);
  });

  it('who starts and stops within one notification leaves the array as it was', () => {
    expect(afterMessages(nobodyTypes, [start(1), stop(2)]).participants).toBe(nobodyTypes.participants);
    const one = after(start(1));
    expect(afterMessages(one, [start(2, bob), text(3, bob)]).participants).toBe(one.participants);
    expect(afterMessages(one, [text(3), start(4)]).participants).toBe(one.participants);
    expect(names(afterMessages(one, [stop(2), start(3, bob)]))).toEqual(['Bob']);
  });

  it('is the same for any order in which live messages of different indices come, and never changes once it was given', () => {
    expect(names(after(start(40), start(33), stop(37)))).toEqual(['Ann']);
    const messages = fc
      .uniqueArray(fc.nat(40), { maxLength: 15 })
      .chain((indices) =>
        fc.tuple(
          ...indices.map((index) =>
            fc
              .tuple(fc.constantFrom('TypingStarted', 'TypingStopped', 'Text'), fc.constantFrom(ann, bob))
              .map(([type, from]) => entry(type, index, from)),
          ),
        ),
      );
    fc.assert(
      fc.property(
        messages.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const nothing = structuredClone(nobodyTypes);
          const lastFirst = [...all].sort((a, b) => (b.index ?? 0) - (a.index ?? 0));
          const typing = [ann, bob].filter(
            ({ participantId }) =>
              lastFirst.find(({ from }) => from?.participantId === participantId)?.type === 'TypingStarted',
          );
          const kept: [Typing, unknown][] = [];
          let last = nobodyTypes;
          for (const message of shuffled) {
            last = afterMessages(last, [message]);
            kept.push([last, structuredClone(last)]);
          }
          expect([...last.participants].sort(byId)).toEqual(
            typing.map((who) => ({ ...who, visibility: 'All' })),
          );
          for (const [given, before] of kept) expect(given).toEqual(before);
          expect(nobodyTypes).toEqual(nothing);
        },
      ),
      { numRuns: 500 },
    );
  });

  describe('by the clock of the server', () => {
    const at = (sentAt: number, message: Partial<ChatMessage>): Partial<ChatMessage> => ({
      ...message,
      sentAt,
    });

    it('ignores a notice that is older than another entry of its log by expireAfter', () => {
      const log = [at(1000, start(1)), at(1100, text(2, bob))];
      expect(names(afterMessages(nobodyTypes, log))).toEqual([]);
      expect(names(afterMessages(nobodyTypes, [...log].reverse()))).toEqual([]);
      expect(names(afterMessages(nobodyTypes, [at(1001, start(1)), at(1100, text(2, bob))]))).toEqual([
        'Ann',
      ]);
    });

    it('ignores a notice that is older than an entry of an earlier log', () => {
      expect(names(after(at(1100, text(2, bob)), at(1000, start(1))))).toEqual([]);
      expect(names(after(at(1100, text(2, bob)), at(1001, start(1))))).toEqual(['Ann']);
    });

    it('expires a notice when a later log shows that it is old', () => {
      expect(names(after(at(1000, start(1)), at(1100, text(2, bob))))).toEqual([]);
      expect(names(after(at(1000, start(1)), at(1099, text(2, bob))))).toEqual(['Ann']);
    });

    it('expires no notice without a time', () => {
      expect(names(after(start(1), at(1100, text(2, bob))))).toEqual(['Ann']);
      expect(names(after(at(1100, text(1, bob)), start(2)))).toEqual(['Ann']);
    });

    it('gives the same result for any order of the messages', () => {
      const timed = fc
        .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 8 })
        .chain((indices) =>
          fc.tuple(
            ...indices.map((index) =>
              fc
                .tuple(fc.constantFrom(start, stop, text), fc.constantFrom(ann, bob))
                .map(([entryOf, from]) => at(1000 + index * 20, entryOf(index, from))),
            ),
          ),
        );
      fc.assert(
        fc.property(
          timed.chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
          ),
          ([all, shuffled]) => {
            const inOneLog = afterMessages(nobodyTypes, all);
            expect([...after(...shuffled).participants].sort(byId)).toEqual(
              [...inOneLog.participants].sort(byId),
            );
          },
        ),
        { numRuns: 500 },
      );
    });
  });

  describe('when the indices of a reopened chat restart', () => {
    const reopened = { ...rules, reopenings: 1 };
    const before = after({ ...text(9), sentAt: 1000 });

    it('accepts a start below the last index of before', () => {
      const typing = typingAfter(before, messageLog({ messages: [{ ...start(1), sentAt: 2000 }] }), reopened);
      expect(names(typing)).toEqual(['Ann']);
    });

    it('ignores a late start of before', () => {
      const typing = typingAfter(before, messageLog({ messages: [{ ...start(8), sentAt: 990 }] }), reopened);
      expect(names(typing)).toEqual([]);
    });

    it('counts further restarts from the indices of the new numbering', () => {
      const logs = [[{ ...text(1), sentAt: 2000 }], [{ ...stop(2), sentAt: 2010 }]];
      const second = logs.reduce(
        (typing, messages) => typingAfter(typing, messageLog({ messages }), reopened),
        before,
      );
      // Index 3 continues the second numbering: a late stop below it belongs to it, too.
      const third = { ...rules, reopenings: 2 };
      const started = typingAfter(second, messageLog({ messages: [{ ...start(3), sentAt: 3000 }] }), third);
      expect(started.numbering.epochs.current).toBe(2);
      expect(names(started)).toEqual(['Ann']);
    });
  });

  describe('with a preview', () => {
    const preview = (words: string, index: number, from = ann): Partial<ChatMessage> => ({
      ...start(index, from),
      text: words,
    });

    it('shows the text and the visibility of the last notice', () => {
      const typing = after(
        preview('my', 1),
        { ...preview('my ord', 3), visibility: 'Agents' },
        preview('my o', 2),
      );
      expect(typing.participants).toEqual([{ ...ann, text: 'my ord', visibility: 'Agents' }]);
    });

    it('gives another array when the text or the visibility changes', () => {
      const one = after(preview('my', 1));
      expect(afterMessages(one, [preview('my', 2)]).participants).toBe(one.participants);
      expect(afterMessages(one, [preview('my o', 2)]).participants).not.toBe(one.participants);
      expect(afterMessages(one, [{ ...preview('my', 2), visibility: 'Agents' }]).participants).not.toBe(
        one.participants,
      );
    });

    it('keeps the preview when a late message arrives', () => {
      expect(after(preview('my', 5), text(3)).participants).toEqual([
        { ...ann, text: 'my', visibility: 'All' },
      ]);
    });
  });
});

const byId = (a: Participant, b: Participant): number => Number(a.participantId) - Number(b.participantId);
