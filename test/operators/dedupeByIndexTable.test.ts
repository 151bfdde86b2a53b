import fc from 'fast-check';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { dedupeByIndex } from '../../operators/index.ts';
import type { ChatMessage } from '../../src/model/index.ts';
import { participant } from '../../src/testing/index.ts';
import { log } from './dedupeByIndexFixtures.ts';

describe('dedupeByIndex', () => {
  it('agrees with a set of whole identities for any messages, whatever the indices', () => {
    const index = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.maxSafeInteger(),
      fc.constantFrom(2 ** 32, 2 ** 53 - 1, -1, 0),
    );
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 4 }), { nil: undefined });
    const entry = fc.record({
      index,
      text,
      type: fc.constantFrom('Text', 'Tex', 'Notice'),
      author: fc.constantFrom('1', '11', 'a'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.array(entry, { maxLength: 20 }))),
        (batches) => {
          const known = new Set<string>();
          const expected: string[] = [];
          const emitted: string[] = [];
          const keyOf = (
            chatId: string,
            { index: at, type, from: { participantId }, text: words }: ChatMessage,
          ): string => JSON.stringify([chatId, at === 0 ? 0 : at, type, participantId, words ?? null]);
          const notifications = batches.map(([chatId, entries]) => ({
            ...log(chatId),
            messages: entries.map(({ author, text: words, ...rest }): ChatMessage => ({
              ...rest,
              from: participant({ participantId: author }),
              ...(words !== undefined && { text: words }),
            })),
          }));
          for (const { chatId, messages } of notifications) {
            for (const key of messages.map((entry) => keyOf(chatId, entry))) {
              if (!known.has(key)) expected.push(key);
              known.add(key);
            }
          }
          from(notifications)
            .pipe(dedupeByIndex())
            .subscribe(({ chatId, messages }) =>
              emitted.push(...messages.map((entry) => keyOf(chatId, entry))),
            );
          expect(emitted).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([2 ** 32, 2 ** 20, 1024, 1])(
    'is not slowed down by indices that have much in common: multiples of %d',
    (stride) => {
      const [logs, entries] = [30_000, 10];
      const notifications = Array.from({ length: logs }, (_, at) =>
        log(
          'A',
          ...Array.from({ length: entries }, (__, entry) => ({ index: (at * entries + entry) * stride })),
        ),
      );
      let emitted = 0;
      from(notifications)
        .pipe(dedupeByIndex({ onConflict: 'ignore' }))
        .subscribe(({ messages }) => (emitted += messages.length));
      expect(emitted).toBe(logs * entries); // within the time that a test has: a table that clusters takes minutes
    },
  );
});
