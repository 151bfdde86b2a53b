import fc from 'fast-check';
import { from, map, toArray } from 'rxjs';
import { type ChatMessage, dedupeByIndex } from 'rx-chat-notifications';
import { message, messageLog, participant } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { newMessages } from '../../src/session/newMessages.ts';
import { TranscriptFold } from '../../src/state/transcript.ts';

const all = (): boolean => true;

/** What is new of each batch in turn. */
function news(batches: readonly (readonly ChatMessage[])[]): readonly (readonly ChatMessage[])[] {
  let log = TranscriptFold.of('A');
  return batches.map((batch) => {
    const fresh = newMessages(log, batch);
    log = log.with(fresh, all);
    return fresh;
  });
}

/** What passes of each batch in turn. */
function passed(batches: readonly (readonly ChatMessage[])[]): readonly (readonly ChatMessage[])[] {
  const rejected = [{} as never]; // so that each notification is told
  let told: readonly (readonly ChatMessage[])[] = [];
  from(batches.map((messages) => ({ ...messageLog({ chatId: 'A' }), messages, rejected })))
    .pipe(
      dedupeByIndex(),
      map(({ messages }) => messages),
      toArray(),
    )
    .subscribe((lists) => (told = lists));
  return told;
}

const anyMessage = fc
  .record(
    {
      index: fc.integer({ min: -2, max: 6 }),
      type: fc.constantFrom('Text', 'TypingStarted'),
      text: fc.constantFrom('', 'Hello', 'Hell'),
      sentAt: fc.constantFrom(1, 2),
      author: fc.constantFrom('1', '2'),
    },
    { requiredKeys: ['index', 'type', 'author'] },
  )
  .map(({ author: participantId, ...told }) => {
    const { text: _, sentAt: __, ...bare } = message({ from: participant({ participantId }) });
    return { ...bare, ...told };
  });

describe('the messages that a session holds', () => {
  it('[SS10] let pass what dedupeByIndex lets pass, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyMessage, { maxLength: 6 }), { maxLength: 8 }), (batches) => {
        expect(news(batches)).toEqual(passed(batches));
      }),
      { numRuns: 1_000 },
    );
  });

  it('[SS10] the same messages, told once more as the same objects, are none', () => {
    const batch = [1, 2, 2].map((index) => message({ index, text: `text ${index}` }));
    const [first, second] = news([[...batch, ...batch], batch]);
    expect(first?.map(({ index }) => index)).toEqual([1, 2]);
    expect(second).toEqual([]);
  });
});
