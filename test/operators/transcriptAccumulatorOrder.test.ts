import { map } from 'rxjs';
import { describe, it } from 'vitest';
import { type Transcript, transcriptAccumulator } from '../../operators/index.ts';
import type { MessageLogUpdate, Participant } from '../../src/model/index.ts';
import { messageLog, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const bob = participant({ participantId: '2', nickname: 'Bob' });
const log = (index: number, from: Participant, text: string): MessageLogUpdate =>
  messageLog({ chatId: 'A', messages: [{ index, from, text }] });

const texts = ({ messages }: Transcript): string => messages.map(({ text }) => text).join(' | ');
const missing = ({ gaps }: Transcript): string =>
  gaps.length === 0 ? 'none' : gaps.map(({ from, to }) => `${from} to ${to}`).join(', ');

const values = {
  a: log(1, ann, 'Hello'),
  b: log(2, bob, 'Hello Ann'),
  c: log(3, ann, 'My order'),
  d: log(4, ann, 'is late'),
};

describe('transcriptAccumulator', () => {
  it('[T19] each emission holds all that was said so far, in its order, however the messages came', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-c-b-c-d-|', values);
      const subs = '      ^----------!';
      const expected = '  -x-y-z---w-|';
      expectObservable(source.pipe(transcriptAccumulator(), map(texts))).toBe(expected, {
        x: 'Hello',
        y: 'Hello | My order',
        z: 'Hello | Hello Ann | My order',
        w: 'Hello | Hello Ann | My order | is late',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[T20] a gap appears with the message that skips it, and closes when the missing messages arrive', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-d-b-c-|', values);
      const subs = '      ^--------!';
      const expected = '  -n-x-y-n-|';
      expectObservable(source.pipe(transcriptAccumulator(), map(missing))).toBe(expected, {
        n: 'none',
        x: '2 to 3',
        y: '3 to 3',
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
