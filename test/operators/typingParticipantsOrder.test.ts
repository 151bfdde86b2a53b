import { describe, it } from 'vitest';
import { typingParticipants } from '../../operators/index.ts';
import type { ChatMessage, MessageLogUpdate } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import { bob, log, starts, stops, told, writes } from './typingParticipantsFixtures.ts';

const past = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'history', messages });
const snapshot = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'snapshot', messages });

describe('typingParticipants', () => {
  it("[TP6] a start indexed below the author's last stop or message came late and is ignored", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        A: log(stops(3)),
        o: log(starts(2)),
        b: log(starts(2, bob)),
        p: log(starts(4)),
        w: log(writes(7)),
        q: log(starts(6)),
        s: log(stops(5)),
      };
      const source = hot('-a-A-o-b-p-w-q-|', values);
      const late = hot('  -w-q-s-q-b-----|', values);
      const subs = '      ^--------------!';
      const expected = '  -a-n---b-x-b---|';
      const onlyBob = '   ---------b-----|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectObservable(late.pipe(typingParticipants())).toBe(onlyBob, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(late.subscriptions).toBe(subs);
    });
  });

  it('[TP7] a message or stop indexed below the start that arrives late does not end it', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), w: log(writes(4)), s: log(stops(3)), v: log(writes(6)) };
      const source = hot('-a-w-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP8] an earlier start that arrives late takes nothing from a later one', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), o: log(starts(2)), s: log(stops(3)), v: log(stops(6)) };
      const source = hot('-a-o-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[TP9] typing notices of a snapshot or the history are ignored; what was written in the past counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        h: past(starts(1)),
        s: snapshot(starts(2)),
        a: log(starts(3)),
        H: past(stops(4)),
        S: snapshot(stops(5)),
        w: past(writes(6)),
        b: log(starts(5)),
        c: log(starts(7)),
        v: snapshot(writes(8)),
      };
      const source = hot('-h-s-a-H-S-w-b-c-v-|', values);
      const subs = '      ^------------------!';
      const expected = '  -----a-----n---a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
