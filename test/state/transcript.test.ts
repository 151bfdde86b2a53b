import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../src/model/index.ts';
import { compareMessages } from '../../src/state/messageOrder.ts';
import { TranscriptFold } from '../../src/state/transcript.ts';
import { participant } from '../../src/testing/index.ts';

const everything = (): boolean => true;
const noTyping = ({ type }: ChatMessage): boolean => type !== 'TypingStarted';

/** Messages that often share an index, a time, an author or a text. */
const messages = fc.array(
  fc.record(
    {
      index: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: -3, max: 30 }) },
        fc.constantFrom(1e9, 2 ** 53 - 1),
      ),
      type: fc.constantFrom('Text', 'Notice', 'TypingStarted'),
      from: fc.constantFrom(participant(), participant({ participantId: '2' })),
      text: fc.constantFrom('', 'a', 'b'),
      sentAt: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['index', 'type', 'from'] },
  ),
  { maxLength: 60 },
);

/** The same messages in another order, some of them told again, in notifications of any size. */
const retold = (all: readonly ChatMessage[]): fc.Arbitrary<ChatMessage[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 100, maxLength: 100 }),
    )
    .map(([shuffled, again, sizes]) => {
      const told = [...shuffled];
      for (const at of again)
        if (all.length > 0)
          told.splice(at % told.length, 0, all[(at * 7) % all.length] ?? expect.unreachable());
      const notifications: ChatMessage[][] = [];
      for (const size of sizes) notifications.push(told.splice(0, size));
      return notifications;
    });

const folded = (notifications: readonly ChatMessage[][], include = noTyping): TranscriptFold[] => {
  const transcripts = [TranscriptFold.of('A')];
  for (const some of notifications)
    transcripts.push((transcripts.at(-1) ?? expect.unreachable()).with(some, include));
  return transcripts;
};

describe('a transcript', () => {
  it('[T14] is the same for any permutation, any splitting into notifications and any duplication', () => {
    fc.assert(
      fc.property(
        messages.chain((all) => fc.tuple(fc.constant(all), retold(all), retold(all))),
        ([all, ...tellings]) => {
          const expected = all.filter(noTyping).sort(compareMessages);
          const distinct = expected.filter(
            (one, at) => at === 0 || compareMessages(expected[at - 1] ?? one, one) !== 0,
          );
          const seen = [...new Set(all.map(({ index }) => index))].sort((a, b) => a - b);
          const gaps = seen.slice(1).flatMap((index, at) => {
            const before = seen[at] ?? index;
            return index > before + 1 ? [{ from: before + 1, to: index - 1 }] : [];
          });
          for (const told of tellings) {
            const transcript = folded(told).at(-1) ?? expect.unreachable();
            expect(transcript.messages).toEqual(distinct);
            expect(transcript.gaps).toEqual(gaps);
            expect(transcript.lastIndex).toBe(seen.at(-1));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[T15] replaying appended and inserted of every emission rebuilds messages, and all ways of reading agree', () => {
    fc.assert(
      fc.property(messages.chain(retold), (notifications) => {
        const rebuilt: ChatMessage[] = [];
        let previous: TranscriptFold | undefined;
        for (const transcript of folded(notifications)) {
          if (transcript === previous) continue;
          for (const position of transcript.inserted) {
            rebuilt.splice(position, 0, transcript.messages[position] ?? expect.unreachable());
          }
          rebuilt.push(...transcript.appended);
          expect(rebuilt).toEqual(transcript.messages);
          expect([...transcript]).toEqual(rebuilt);
          expect(rebuilt.map((_, position) => transcript.at(position))).toEqual(rebuilt);
          expect(transcript.length).toBe(rebuilt.length);
          expect([...transcript.inserted]).toEqual([...transcript.inserted].sort((a, b) => a - b));
          previous = transcript;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('[T16] a kept snapshot never changes, and two continuations of one are both right', () => {
    fc.assert(
      fc.property(messages.chain(retold), messages, messages, (notifications, one, other) => {
        const kept = folded(notifications, everything).map((transcript) => ({
          transcript,
          messages: [...transcript],
          gaps: structuredClone(transcript.gaps),
        }));
        for (const { transcript, messages: before } of kept) {
          const first = transcript.with(one, everything);
          const second = transcript.with(other, everything);
          const third = first.with(other, everything);
          const alone = (all: readonly ChatMessage[]): readonly ChatMessage[] =>
            TranscriptFold.of('A').with(all, everything).messages;
          expect(first.messages).toEqual(alone([...before, ...one]));
          expect(second.messages).toEqual(alone([...before, ...other]));
          expect(third.messages).toEqual(alone([...before, ...one, ...other]));
        }
        for (const { transcript, messages: before, gaps } of kept) {
          expect([...transcript]).toEqual(before);
          expect(transcript.gaps).toEqual(gaps);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[T17] the order is total: antisymmetric, transitive, and 0 only for what differs in none of its five terms', () => {
    fc.assert(
      fc.property(messages, (all) => {
        for (const a of all) {
          for (const b of all) {
            const order = compareMessages(a, b);
            expect(compareMessages(b, a) + order).toBe(0);
            const terms = (m: ChatMessage): unknown => [
              m.index,
              m.sentAt,
              m.from.participantId,
              m.type,
              m.text,
            ];
            expect(order === 0).toBe(JSON.stringify(terms(a)) === JSON.stringify(terms(b)));
            for (const c of all.slice(0, 10)) {
              if (order <= 0 && compareMessages(b, c) <= 0)
                expect(compareMessages(a, c)).toBeLessThanOrEqual(0);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
