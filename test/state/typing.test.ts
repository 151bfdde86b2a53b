import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage, ChatNotification, Origin, Participant } from '../../src/model/index.ts';
import { nobodyTypes, type Typing, typingAfter, typingAt } from '../../src/state/typing.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';

const ann = participant({ participantId: '1', nickname: 'Ann' });
const bob = participant({ participantId: '2', nickname: 'Bob' });
const until = 100;

const said = (type: string, index: number, from: Participant = ann): Partial<ChatMessage> => ({
  type,
  index,
  from,
});
const start = (index: number, from?: Participant): Partial<ChatMessage> => said('TypingStarted', index, from);
const stop = (index: number, from?: Participant): Partial<ChatMessage> => said('TypingStopped', index, from);
const text = (index: number, from?: Participant): Partial<ChatMessage> => said('Text', index, from);

/** Who types after these, each in a notification of its own. */
const after = (...messages: readonly Partial<ChatMessage>[]): Typing =>
  messages.reduce((typing, message) => heard(typing, [message]), nobodyTypes);
const heard = (typing: Typing, messages: readonly Partial<ChatMessage>[], origin: Origin = 'live'): Typing =>
  typingAfter(typing, messageLog({ messages, origin }), until, false);
const told = (typing: Typing, notification: ChatNotification, hasEnded = false): Typing =>
  typingAfter(typing, notification, until, hasEnded);

const names = ({ participants }: Typing): readonly string[] => participants.map(({ nickname }) => nickname);

describe('who types', () => {
  it('[TF1] is who started, in the order in which they were first heard of', () => {
    expect(names(nobodyTypes)).toEqual([]);
    expect(names(after(start(1)))).toEqual(['Ann']);
    expect(names(after(start(1, bob), start(2)))).toEqual(['Bob', 'Ann']);
    expect(names(after(text(1), start(2, bob), start(3)))).toEqual(['Ann', 'Bob']);
    expect(after(start(1)).participants).toEqual([ann]);
  });

  it.each(['TypingStopped', 'Text', 'PushUrl', 'Notice', 'ParticipantLeft', 'SomethingNew'])(
    '[TF2] a %s ends the typing of its author and of nobody else',
    (type) => {
      expect(names(after(start(1), start(2, bob), said(type, 3)))).toEqual(['Bob']);
      expect(names(after(start(1), start(2, bob), said(type, 3, bob)))).toEqual(['Ann']);
    },
  );

  it('[TF3] a start indexed below the last stop or message of its author came late and is ignored', () => {
    expect(names(after(stop(5), start(4)))).toEqual([]);
    expect(names(after(text(5), start(4)))).toEqual([]);
    expect(names(after(text(5), start(4, bob)))).toEqual(['Bob']);
    expect(names(after(text(5), start(6)))).toEqual(['Ann']);
    expect(names(after(text(5), text(3), start(4)))).toEqual([]);
    expect(names(after(start(6), stop(7), start(6)))).toEqual([]);
    expect(names(after(stop(5), start(5)))).toEqual(['Ann']);
  });

  it('[TF4] a stop or message indexed below a start came late and does not end it', () => {
    expect(names(after(start(5), stop(4)))).toEqual(['Ann']);
    expect(names(after(start(5), text(3)))).toEqual(['Ann']);
    expect(names(after(start(5), stop(5)))).toEqual([]);
    expect(names(after(start(5), text(3), start(2), text(6)))).toEqual([]);
  });

  it('[TF5] typing notices of the past are ignored, messages of the past are not', () => {
    for (const origin of ['snapshot', 'history'] as const) {
      expect(heard(nobodyTypes, [start(1)], origin)).toEqual(nobodyTypes);
      const ofAnn = after(start(5));
      expect(heard(ofAnn, [stop(6)], origin)).toEqual(ofAnn);
      expect(heard(ofAnn, [start(7, bob)], origin).participants).toBe(ofAnn.participants);
      expect(names(heard(ofAnn, [text(6)], origin))).toEqual([]);
      expect(names(heard(heard(nobodyTypes, [text(6)], origin), [start(5)]))).toEqual([]);
    }
  });

  it('[TF6] who is not among the participants that a notification tells types no longer', () => {
    const both = after(start(1), start(2, bob));
    for (const of of [chatStateChange, operationError]) {
      expect(names(told(both, of({ chat: { participants: [bob] } })))).toEqual(['Bob']);
      expect(names(told(both, of({ chat: { participants: [] } })))).toEqual([]);
      expect(told(both, of({ chat: { participants: [bob, ann] } }))).toBe(both);
      expect(told(both, of({ chat: {} }))).toBe(both);
    }
    expect(told(both, operationError({ chatId: 'A' }))).toBe(both);
  });

  it('[TF7] nobody types in a chat that has ended, whatever is told', () => {
    const both = after(start(1), start(2, bob));
    const over = told(both, chatStateChange({ chat: { participants: [ann, bob] } }), true);
    expect(names(over)).toEqual([]);
    expect(told(over, messageLog({ messages: [start(9)] }), true).participants).toBe(over.participants);
    expect(names(told(both, messageLog({ messages: [start(9)] }), true))).toEqual([]);
    expect(names(heard(over, [start(10)]))).toEqual(['Ann']);
  });

  it('[TF8] a start is believed until its instant, and a later one renews it', () => {
    const typing = after(start(1));
    expect(typingAt(typing, until - 1)).toBe(typing);
    expect(names(typingAt(typing, until))).toEqual([]);
    expect(names(typingAt(typing, until + 1))).toEqual([]);
    const renewed = typingAfter(typing, messageLog({ messages: [start(2)] }), until + 50, false);
    expect(typingAt(renewed, until)).toBe(renewed);
    expect(names(typingAt(renewed, until + 50))).toEqual([]);
    const both = typingAfter(typing, messageLog({ messages: [start(2, bob)] }), until + 50, false);
    expect(names(typingAt(both, until))).toEqual(['Bob']);
    expect(typingAt(nobodyTypes, Infinity)).toBe(nobodyTypes);
  });

  it('[TF9] after an expiry the author’s last message still counts', () => {
    const expired = typingAt(after(text(5), start(6)), until);
    expect(names(heard(expired, [start(4)]))).toEqual([]);
    expect(names(heard(expired, [start(7)]))).toEqual(['Ann']);
  });

  it('[TF10] the messages of one notification count by their indices, in whatever order they stand', () => {
    for (const messages of [
      [start(1), text(2)],
      [text(2), start(1)],
    ]) {
      expect(names(heard(nobodyTypes, messages))).toEqual([]);
    }
    for (const messages of [
      [text(1), start(2)],
      [start(2), text(1)],
    ]) {
      expect(names(heard(nobodyTypes, messages))).toEqual(['Ann']);
    }
  });

  it('[TF11] while the same people type, they are the same array', () => {
    const one = after(start(1));
    expect(heard(one, [start(2)]).participants).toBe(one.participants);
    expect(heard(one, [text(1, bob)]).participants).toBe(one.participants);
    expect(heard(nobodyTypes, [text(1), stop(2)]).participants).toBe(nobodyTypes.participants);
  });

  it('[TF12] who starts and stops within one notification leaves the array as it was', () => {
    expect(heard(nobodyTypes, [start(1), stop(2)]).participants).toBe(nobodyTypes.participants);
    const one = after(start(1));
    expect(heard(one, [start(2, bob), text(3, bob)]).participants).toBe(one.participants);
    expect(heard(one, [text(3), start(4)]).participants).toBe(one.participants);
    expect(names(heard(one, [stop(2), start(3, bob)]))).toEqual(['Bob']);
  });

  it('[TF13] is the same for any order in which live messages of different indices come, and never changes once it was given', () => {
    expect(names(after(start(40), start(33), stop(37)))).toEqual(['Ann']);
    const messages = fc
      .uniqueArray(fc.nat(40), { maxLength: 15 })
      .chain((indices) =>
        fc.tuple(
          ...indices.map((index) =>
            fc
              .tuple(fc.constantFrom('TypingStarted', 'TypingStopped', 'Text'), fc.constantFrom(ann, bob))
              .map(([type, from]) => said(type, index, from)),
          ),
        ),
      );
    fc.assert(
      fc.property(
        messages.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const lastFirst = [...all].sort((a, b) => (b.index ?? 0) - (a.index ?? 0));
          const typing = [ann, bob].filter(
            ({ participantId }) =>
              lastFirst.find(({ from }) => from?.participantId === participantId)?.type === 'TypingStarted',
          );
          const kept: [Typing, unknown][] = [];
          let last = nobodyTypes;
          for (const message of shuffled) {
            last = heard(last, [message]);
            kept.push([last, structuredClone(last)]);
          }
          expect([...last.participants].sort(byId)).toEqual(typing);
          for (const [given, before] of kept) expect(given).toEqual(before);
          expect(nobodyTypes).toEqual({ participants: [], authors: new Map() });
        },
      ),
      { numRuns: 500 },
    );
  });
});

const byId = (a: Participant, b: Participant): number => Number(a.participantId) - Number(b.participantId);
