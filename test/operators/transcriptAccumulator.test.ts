import { filter, type Observable, of, Subject, take } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  dedupeByIndex,
  filterByChat,
  type Transcript,
  transcriptAccumulator,
  type TranscriptOptions,
} from '../../operators/index.ts';
import {
  type ChatMessage,
  type ChatNotification,
  isMessageLogUpdate,
  type MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

/** A message log of chat A, or of another named first, whose texts are `index+letter`. */
const log = (...texts: string[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages: texts.map(entryOf) });
const entryOf = (text: string): Partial<ChatMessage> => ({ index: parseInt(text, 10), text });
const inB = (...texts: string[]): MessageLogUpdate =>
  messageLog({ chatId: 'B', messages: texts.map(entryOf) });
const typing = (index: number): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages: [{ index, type: 'TypingStarted' }] });

/** What an emission shows, short enough for a marble. */
const shown = ({ chatId, messages, appended, inserted, gaps }: Transcript): string => {
  const texts = (some: readonly ChatMessage[]): string => some.map(({ text }) => text).join(' ');
  return [
    `${chatId}: ${texts(messages)}`.trim(),
    appended.length > 0 && `new: ${texts(appended)}`,
    inserted.length > 0 && `late at ${inserted.join(' ')}`,
    gaps.length > 0 && `missing ${gaps.map(({ from, to }) => `${from}–${to}`).join(', ')}`,
  ]
    .filter((part) => part !== false)
    .join(' · ');
};

const expectTranscripts = (
  source: Record<string, ChatNotification>,
  marble: string,
  expectedMarble: string,
  expected: Record<string, string>,
  options?: TranscriptOptions,
): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const notifications = hot(marble, source);
    const seen = new Subject<string>();
    notifications.pipe(transcriptAccumulator(options)).subscribe({
      next: (transcript) => {
        seen.next(shown(transcript));
      },
      error: (error: unknown) => {
        seen.error(error);
      },
      complete: () => {
        seen.complete();
      },
    });
    expectObservable(seen).toBe(expectedMarble, expected);
    expectSubscriptions(notifications.subscriptions).toBe(
      `^${' '.repeat(0)}${'-'.repeat(marble.trimEnd().length - 2)}!`,
    );
  });
};

describe('transcriptAccumulator', () => {
  it('folds each chat on its own and emits the transcript of the chat that changed', () => {
    expectTranscripts(
      {
        a: log('1a'),
        b: inB('1x'),
        c: log('2b'),
        s: chatStateChange({ chat: { id: 'A' } }),
        e: operationError(),
      },
      '-a-b-s-e-c-|',
      '-a-b-----c-|',
      { a: 'A: 1a · new: 1a', b: 'B: 1x · new: 1x', c: 'A: 1a 2b · new: 2b' },
    );
  });

  it('[T2] a message that comes late slides into its place, and inserted tells where', () => {
    expectTranscripts(
      { a: log('1a', '4d'), b: log('3c'), c: log('0z', '2b', '5e') },
      '-a-b-c-|',
      '-a-b-c-|',
      {
        a: 'A: 1a 4d · new: 1a 4d · missing 2–3',
        b: 'A: 1a 3c 4d · late at 1 · missing 2–2',
        c: 'A: 0z 1a 2b 3c 4d 5e · new: 5e · late at 0 2',
      },
    );
  });

  it('orders by index, then sentAt (absent last), author, type, text', () => {
    const author = (participantId: string): ChatMessage['from'] => participant({ participantId });
    const inOrder: Partial<ChatMessage>[] = [
      { index: -1 },
      { index: 3, sentAt: 1, text: 'z' },
      { index: 3, sentAt: 2, from: author('1'), text: 'z' },
      { index: 3, sentAt: 2, from: author('2'), type: 'Notice', text: 'z' },
      { index: 3, sentAt: 2, from: author('2'), type: 'Text', text: 'a' },
      { index: 3, sentAt: 2, from: author('2'), type: 'Text', text: 'b' },
      { index: 3, text: 'a' },
      { index: 20 },
    ];
    const { messages } = messageLog({ chatId: 'A', messages: inOrder });
    const { text: _, ...wordless } = messages[5] as ChatMessage;
    const expected = [...messages.slice(0, 6), wordless, ...messages.slice(6)];
    const update: MessageLogUpdate = { ...messageLog({ chatId: 'A' }), messages: [...expected].reverse() };
    const emitted: Transcript[] = [];
    of(update)
      .pipe(transcriptAccumulator())
      .subscribe((transcript) => emitted.push(transcript));
    expect(emitted.map(({ messages: all }) => all)).toEqual([expected]);
  });

  it('told the same twice it stays the same and does not emit', () => {
    expectTranscripts(
      { a: log('1a', '2b'), b: log('2b'), c: log('1a', '3c', '3c') },
      '-a-a-b-c-|',
      '-a-----c-|',
      { a: 'A: 1a 2b · new: 1a 2b', c: 'A: 1a 2b 3c · new: 3c' },
    );
  });

  it('leaves typing notices out; their indices still count for the gaps', () => {
    expectTranscripts(
      { t: typing(1), a: log('2a'), u: typing(3), b: log('5b'), v: typing(4), w: typing(9) },
      '-t-a-u-b-v-w-|',
      '---a---b-v-w-|',
      {
        a: 'A: 2a · new: 2a',
        b: 'A: 2a 5b · new: 5b · missing 4–4',
        v: 'A: 2a 5b',
        w: 'A: 2a 5b · missing 6–8',
      },
    );
  });

  it('a chat of which but typing notices are known has gaps, too', () => {
    expectTranscripts({ t: typing(1), w: typing(9) }, '-t-w-|', '---w-|', { w: 'A: · missing 2–8' });
    const both = messageLog({
      chatId: 'A',
      messages: [
        { index: 1, type: 'TypingStarted' },
        { index: 4, type: 'TypingStopped' },
      ],
    });
    expectTranscripts({ b: both }, '-b-|', '-b-|', { b: 'A: · missing 2–3' });
  });

  it('include chooses what goes in', () => {
    expectTranscripts(
      { a: log('1a', '2b'), t: typing(3) },
      '-a-t-|',
      '-a-t-|',
      { a: 'A: 2b · new: 2b', t: 'A: 2b · new: ' },
      { include: ({ text }) => text !== '1a' },
    );
  });

  it('gaps are the indices never seen between the lowest and the highest, nothing before the first', () => {
    expectTranscripts(
      { a: log('5e'), b: log('9i'), c: log('7g'), d: log('2b'), e: log('8h', '6f', '3c', '4d') },
      '-a-b-c-d-e-|',
      '-a-b-c-d-e-|',
      {
        a: 'A: 5e · new: 5e',
        b: 'A: 5e 9i · new: 9i · missing 6–8',
        c: 'A: 5e 7g 9i · late at 1 · missing 6–6, 8–8',
        d: 'A: 2b 5e 7g 9i · late at 0 · missing 3–4, 6–6, 8–8',
        e: 'A: 2b 3c 4d 5e 6f 7g 8h 9i · late at 1 2 4 6',
      },
    );
  });

  it('a snapshot reads like an array, is immutable, and messages is one and the same array each time', () => {
    const emitted: Transcript[] = [];
    of(log('1a', '3c'), log('2b', '4d'))
      .pipe(transcriptAccumulator())
      .subscribe((transcript) => emitted.push(transcript));
    const [first, second] = emitted;
    if (first === undefined || second === undefined) expect.unreachable();
    expect(first.messages.map(({ text }) => text)).toEqual(['1a', '3c']);
    expect([...second].map(({ text }) => text)).toEqual(['1a', '2b', '3c', '4d']);
    expect([second.length, second.lastIndex, second.at(0)?.text, second.at(-1)?.text]).toEqual([
      4,
      4,
      '1a',
      '4d',
    ]);
    expect([second.at(4), second.at(-5), second.at(0.5), second.at(NaN)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(second.messages).toBe(second.messages);
    expect(second.gaps).toBe(second.gaps);
    for (const array of [second.messages, second.appended, second.inserted, second.gaps, first.gaps]) {
      expect(Array.isArray(array)).toBe(true);
      expect(Object.isFrozen(array)).toBe(true);
    }
  });

  it('an include that throws errors the stream, and no other subscriber', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<ChatNotification>('-a-|', { a: log('1a') });
      const failing = transcriptAccumulator({
        include: () => {
          throw new Error('mine');
        },
      });
      expectObservable(source.pipe(failing)).toBe('-#', undefined, new Error('mine'));
      expectObservable(source.pipe(transcriptAccumulator({ include: () => false }))).toBe('---|');
      expectSubscriptions(source.subscriptions).toBe(['^!', '^--!']);
    });
  });

  it.each([
    ['include', { include: ['Text'] }],
    ['options', () => true],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 0 }],
  ])('throws a TypeError that names the option: %s', (name, options) => {
    expect(() => transcriptAccumulator(options as unknown as TranscriptOptions)).toThrow(TypeError);
    expect(() => transcriptAccumulator(options as unknown as TranscriptOptions)).toThrow(
      `transcriptAccumulator: ${name} must be`,
    );
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take, independent resubscriptions', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log('1a'), b: log('2b') };
      const empty = cold<ChatNotification>('|');
      const never = cold<ChatNotification>('-');
      const failing = cold('-#', values);
      const source = hot<ChatNotification>('-a-b-|', values);
      expectObservable(empty.pipe(transcriptAccumulator())).toBe('|');
      expectObservable(never.pipe(transcriptAccumulator())).toBe('-');
      expectObservable(failing.pipe(transcriptAccumulator())).toBe('-#');
      const emitted: string[] = [];
      const twice = source.pipe(transcriptAccumulator());
      twice.subscribe((transcript) => emitted.push(shown(transcript)));
      twice.pipe(take(1)).subscribe((transcript) => emitted.push(shown(transcript)));
      expectObservable(twice.pipe(filter(() => false)), '--^-!').toBe('');
      expectSubscriptions(empty.subscriptions).toBe('(^!)');
      expectSubscriptions(never.subscriptions).toBe('^');
      expectSubscriptions(failing.subscriptions).toBe('^!');
      expectSubscriptions(source.subscriptions).toBe(['^----!', '^!', '--^-!']);
    });
    const source = of(log('1a'), log('2b')).pipe(transcriptAccumulator());
    const emitted: string[] = [];
    source.subscribe((transcript) => emitted.push(shown(transcript)));
    source.subscribe((transcript) => emitted.push(shown(transcript)));
    expect(emitted).toEqual([
      'A: 1a · new: 1a',
      'A: 1a 2b · new: 2b',
      'A: 1a · new: 1a',
      'A: 1a 2b · new: 2b',
    ]);
  });

  it('a re-entrant source loses nothing', () => {
    const source = new Subject<ChatNotification>();
    const emitted: string[] = [];
    source.pipe(transcriptAccumulator()).subscribe((transcript) => {
      emitted.push(shown(transcript));
      if (transcript.length === 1) source.next(log('2b'));
    });
    source.next(log('1a'));
    source.next(log('3c'));
    expect(emitted).toEqual(['A: 1a · new: 1a', 'A: 1a 2b · new: 2b', 'A: 1a 2b 3c · new: 3c']);
  });

  it('the four operators compose', () => {
    const source: Observable<ChatNotification> = of(log('1a'), log('1a', '2b'), inB('1x'));
    const transcripts = source.pipe(
      filter(isMessageLogUpdate),
      filterByChat('A'),
      dedupeByIndex(),
      transcriptAccumulator(),
    );
    expectTypeOf(transcripts).toEqualTypeOf<Observable<Transcript>>();
    const emitted: string[] = [];
    transcripts.subscribe((transcript) => emitted.push(shown(transcript)));
    expect(emitted).toEqual(['A: 1a · new: 1a', 'A: 1a 2b · new: 2b']);
  });
});
