import { from } from 'rxjs';
import { type ChatMessage, transcriptAccumulator } from 'rx-chat-notifications';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { actionsFor, notSimulated } from '../../examples/web-console/page/model/actions.ts';
import {
  type MarkedTranscript,
  markedAfter,
  unmarked,
} from '../../examples/web-console/page/model/markedTranscript.ts';
import { operationsAfter } from '../../examples/web-console/page/model/operationLog.ts';
import { TYPING_PAUSE, typingNotices } from '../../examples/web-console/page/model/typingNotices.ts';
import { marbles } from '../marbles.ts';

type Arrival = readonly [origin: 'live' | 'history', ...indices: readonly number[]];

/** The transcript after these message logs, as the console folds it. */
function marked(...arrivals: readonly Arrival[]): MarkedTranscript {
  let state = unmarked;
  const logs = arrivals.map(([origin, ...indices]) =>
    messageLog({ origin, messages: indices.map((index) => ({ index })) }),
  );
  const transcripts = new Map<number, MarkedTranscript['transcript']>();
  let position = 0;
  from(logs)
    .pipe(transcriptAccumulator())
    .subscribe((transcript) => transcripts.set(position++, transcript));
  for (const [at, { origin }] of logs.entries()) {
    state = markedAfter(state, { kind: 'origin', origin });
    const transcript = transcripts.get(at);
    if (transcript !== undefined) state = markedAfter(state, { kind: 'transcript', transcript });
  }
  return state;
}

const marksOf = ({ transcript, marks }: MarkedTranscript): readonly string[] =>
  (transcript?.messages ?? []).map((message: ChatMessage) =>
    `${message.index} ${marks.get(message) ?? ''}`.trim(),
  );

describe('a transcript that somebody looks at', () => {
  it('marks nothing of what was said before', () => {
    expect(marksOf(marked(['history', 1, 2], ['live', 3]))).toEqual(['1', '2', '3']);
  });

  it('marks what slid into its place', () => {
    expect(marksOf(marked(['live', 1, 3], ['live', 2]))).toEqual(['1', '2 late', '3']);
  });

  it('marks what was fetched, and keeps the mark', () => {
    expect(marksOf(marked(['live', 1], ['history', 2, 3], ['live', 4]))).toEqual([
      '1',
      '2 fetched',
      '3 fetched',
      '4',
    ]);
  });
});

describe('typing notices', () => {
  const drafts = (source: string, values: Readonly<Record<string, string>>, expected: string): void => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold(source, values).pipe(typingNotices())).toBe(expected, { y: true, n: false });
    });
  };

  it('tell once that somebody types, and that they have sent it', () => {
    drafts('e-a-b-e-|', { e: '', a: 'a', b: 'ab' }, '--y---n-|');
  });

  it('tell that somebody has stopped, who does not go on', () => {
    drafts('a-b-', { a: 'a', b: 'ab' }, `y ${TYPING_PAUSE + 1}ms n`);
  });

  it('tell nothing of a box that stays empty', () => {
    drafts('e-s-', { e: '', s: '  ' }, '----');
  });
});

describe('operations', () => {
  it('are told from sent to answered, the latest first', () => {
    const sent = operationsAfter([], { id: 1, chatId: 'A', name: 'Accept', state: 'sent' });
    const both = operationsAfter(sent, { id: 2, chatId: 'A', name: 'Leave', state: 'sent' });
    expect(
      operationsAfter(both, { id: 1, state: 'answered', referenceId: 7, detail: 'StatusChange', took: 5 }),
    ).toEqual([
      { id: 2, chatId: 'A', name: 'Leave', state: 'sent' },
      {
        id: 1,
        chatId: 'A',
        name: 'Accept',
        state: 'answered',
        referenceId: 7,
        detail: 'StatusChange',
        took: 5,
      },
    ]);
  });

  it('are offered by the capabilities', () => {
    const offered = actionsFor(['Complete', 'Accept', 'Transfer', 'SendMessage']);
    expect(offered.map(({ label }) => label)).toEqual(['Accept', 'Complete']);
    expect(notSimulated(['Complete', 'Transfer', 'SendMessage'])).toEqual(['Transfer']);
  });
});
