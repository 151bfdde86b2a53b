import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatMessage, compareMessages, sameMessage } from '../../src/model/index.ts';
import { MessageLog } from '../../src/state/messageLog.ts';
import { message, participant } from '../../src/testing/index.ts';

const isShown = ({ type }: ChatMessage): boolean => type !== 'TypingStarted';

/** A message, and the instants at which it was sent. */
interface Remembered {
  readonly message: ChatMessage;
  readonly instants: readonly number[];
}

const remembered: fc.Arbitrary<Remembered> = fc.record({
  message: fc.record(
    {
      index: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: -3, max: 30 }) },
        fc.constantFrom(1e9, 2 ** 53 - 1),
      ),
      type: fc.constantFrom('Text', 'PushUrl', 'TypingStarted'),
      from: fc.constantFrom(participant(), participant({ participantId: '2' })),
      text: fc.constantFrom('', 'a', 'b'),
      url: fc.constantFrom('x', 'y'),
      userData: fc.constantFrom({ 'file-id': '1' }, { 'file-id': '2', a: 1 }, { a: 1, 'file-id': '2' }),
    },
    { requiredKeys: ['index', 'type', 'from'] },
  ),
  instants: fc.uniqueArray(fc.integer({ min: 1_000, max: 9_000 }), { minLength: 1, maxLength: 3 }),
});

/** What was said, each once. */
const conversation = fc
  .array(remembered, { maxLength: 30 })
  .map((all) =>
    all.filter((one, at) => all.findIndex((other) => sameMessage(other.message, one.message)) === at),
  );

/** How push and REST write times: to the millisecond, in seconds, by another clock, or not at all. */
const renderings: readonly ((instant: number) => number | undefined)[] = [
  (instant) => instant,
  (instant) => Math.floor(instant / 1000) * 1000,
  (instant) => instant + 3_600_000,
  () => undefined,
];

/** All entries that one log has of a message. */
interface Listed {
  readonly of: Remembered;
  readonly entries: readonly ChatMessage[];
}

const listed = ({ message: original, instants }: Remembered, rendering: number): Listed['entries'] =>
  instants.map((instant) => {
    const sentAt = renderings[rendering]?.(instant);
    return sentAt === undefined ? original : { ...original, sentAt };
  });

/** The same listings in another order, repeated, and split into logs of which none lists a message in two ways. */
const delivered = (all: readonly Listed[]): fc.Arbitrary<ChatMessage[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all]),
      fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }),
    )
    .map(([first, again, splits]) => {
      const logs: Listed[][] = [[]];
      [...first, ...again].forEach((one, at) => {
        const last = logs.at(-1) ?? expect.unreachable();
        if (splits[at] === true || last.some((other) => other.of === one.of)) logs.push([one]);
        else last.push(one);
      });
      return logs.map((log) => log.flatMap(({ entries }) => entries));
    });

const withLog = (log: MessageLog, messages: readonly ChatMessage[], include?: typeof isShown): MessageLog =>
  log.with({ messages, origin: 'live' }, include, 0);

const folded = (logs: readonly (readonly ChatMessage[])[], include?: typeof isShown): MessageLog[] => {
  const all = [MessageLog.of('A')];
  for (const messages of logs) all.push(withLog(all.at(-1) ?? expect.unreachable(), messages, include));
  return all;
};

const listings = conversation.chain((all) =>
  fc
    .array(fc.subarray([0, 1, 2, 3], { minLength: 1 }), { minLength: all.length, maxLength: all.length })
    .map((chosen) =>
      all.flatMap((of, at) => (chosen[at] ?? [0]).map((way): Listed => ({ of, entries: listed(of, way) }))),
    ),
);

const logsOf = listings.chain(delivered);

describe('a message log', () => {
  it('is the same for any order, any repetition, any way to write times and any splitting into notifications', () => {
    fc.assert(
      fc.property(
        listings.chain((all) => fc.tuple(fc.constant(all), delivered(all), delivered(all))),
        ([all, one, other]) => {
          const [a, b] = [folded(one, isShown).at(-1), folded(other, isShown).at(-1)];
          expect(a?.messages).toEqual(b?.messages);
          expect(a?.gaps).toEqual(b?.gaps);
          expect(a?.lastIndex).toBe(b?.lastIndex);
          expect(a?.messages).toEqual([...(a?.messages ?? [])].sort(compareMessages));
          const shown = all.filter(({ of }) => isShown(of.message));
          for (const { of } of shown) {
            const ways = shown.filter((listing) => listing.of === of);
            const times = ways.map(({ entries }) => new Set(entries.map(({ sentAt }) => sentAt)).size);
            const held = a?.messages.filter((entry) => sameMessage(entry, of.message)) ?? [];
            expect(held).toHaveLength(Math.max(...times));
          }
          const indices = [...new Set(all.map(({ of }) => of.message.index))].sort((x, y) => x - y);
          const gaps = indices.slice(1).flatMap((index, at) => {
            const before = indices[at] ?? index;
            return index > before + 1 ? [{ from: before + 1, to: index - 1 }] : [];
          });
          expect(a?.gaps).toEqual(gaps);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('gives the same messages by every way to read it; replaying its changes rebuilds them', () => {
    fc.assert(
      fc.property(logsOf, (logs) => {
        let rebuilt: ChatMessage[] = [];
        for (const log of folded(logs)) {
          for (const position of log.inserted)
            rebuilt.splice(position, 0, log.messages[position] ?? expect.unreachable());
          rebuilt.push(...log.appended);
          if (log.replaced.length > 0) rebuilt = [...log.messages];
          expect(rebuilt).toEqual(log.messages);
          expect([...log]).toEqual(rebuilt);
          expect(rebuilt.map((_, position) => log.at(position))).toEqual(rebuilt);
          expect(log.at(-1)).toBe(rebuilt.at(-1));
          expect(log.length).toBe(rebuilt.length);
          expect([...log.inserted]).toEqual([...log.inserted].sort((a, b) => a - b));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reports as news each message as often as it was said, whatever arrived before', () => {
    fc.assert(
      fc.property(logsOf, (logs) => {
        const all = folded(logs);
        const news = all.flatMap((log) => log.news);
        const last = all.at(-1)?.messages ?? [];
        expect(news).toHaveLength(last.length);
        for (const one of last) {
          const same = (entry: ChatMessage): boolean => sameMessage(entry, one);
          expect(news.filter(same)).toHaveLength(last.filter(same).length);
        }
        // Another fold over the news alone agrees on how often each was said.
        const second = folded(all.map((log) => log.news)).at(-1)?.messages ?? [];
        expect(second.map(({ text }) => text)).toHaveLength(last.length);
      }),
      { numRuns: 300 },
    );
  });

  it('never changes a snapshot, and two continuations of one are both right', () => {
    fc.assert(
      fc.property(logsOf, logsOf, (logs, others) => {
        const kept = folded(logs).map((log) => ({
          log,
          messages: [...log],
          gaps: structuredClone(log.gaps),
        }));
        const [one = [], other = []] = others;
        for (const [at, { log }] of kept.entries()) {
          const first = withLog(log, one);
          const second = withLog(log, other);
          const third = withLog(first, other);
          const alone = (...more: (readonly ChatMessage[])[]): readonly ChatMessage[] =>
            folded([...logs.slice(0, at), ...more]).at(-1)?.messages ?? [];
          expect(first.messages).toEqual(alone(one));
          expect(second.messages).toEqual(alone(other));
          expect(third.messages).toEqual(alone(one, other));
        }
        for (const { log, messages, gaps } of kept) {
          expect([...log]).toEqual(messages);
          expect(log.gaps).toEqual(gaps);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has a total order: antisymmetric, transitive, and 0 only for equal messages of the same instant', () => {
    const entries = listings.map((all) => all.flatMap((listing) => listing.entries).slice(0, 30));
    fc.assert(
      fc.property(entries, (all) => {
        for (const a of all) {
          for (const b of all) {
            const order = Math.sign(compareMessages(a, b));
            expect(Math.sign(compareMessages(b, a)) + order).toBe(0);
            expect(order === 0).toBe(sameMessage(a, b) && a.sentAt === b.sentAt);
            for (const c of all.slice(0, 8)) {
              if (order <= 0 && compareMessages(b, c) <= 0)
                expect(compareMessages(a, c)).toBeLessThanOrEqual(0);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the same text twice if one log lists two times, also when history repeats them in whole seconds', () => {
    const at = (sentAt: number): ChatMessage => message({ index: 3, text: 'Hello?', sentAt });
    const [, once, twice, again] = folded([[at(1_400)], [at(1_400), at(41_400)], [at(1_000), at(41_000)]]);
    expect(once?.length).toBe(1);
    expect(twice?.messages).toEqual([at(1_400), at(41_400)]);
    expect(twice?.news).toEqual([{ ...at(41_400), occurrence: 2 }]);
    expect(again?.messages).toEqual(twice?.messages);
    expect(again?.news).toEqual([]);
  });

  it('takes 10,000 entries under one index in less than seconds', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => message({ index: 1, text: `${at}` }));
    const [, log, same] = folded([many, many]);
    expect(log?.length).toBe(10_000);
    expect(same?.news).toEqual([]);
  });
});
