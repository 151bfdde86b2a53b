import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type TypingParticipant, typingParticipants } from '../../operators/index.ts';
import type { ChatMessage, MessageLogUpdate } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { decoded, fixture } from '../fixtures.ts';
import { marbles } from '../marbles.ts';
import { bob, log, starts, state, stops, typists, writes } from './typingParticipantsFixtures.ts';

const past = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'history', messages });
const snapshot = (...messages: Partial<ChatMessage>[]): MessageLogUpdate =>
  messageLog({ chatId: 'A', origin: 'snapshot', messages });

describe('typingParticipants', () => {
  it("a start indexed below the author's last stop or message came late and is ignored", () => {
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
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectObservable(late.pipe(typingParticipants())).toBe(onlyBob, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(late.subscriptions).toBe(subs);
    });
  });

  it('a message or stop indexed below the start that arrives late does not end it', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), w: log(writes(4)), s: log(stops(3)), v: log(writes(6)) };
      const source = hot('-a-w-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('an earlier start that arrives late takes nothing from a later one', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(5)), o: log(starts(2)), s: log(stops(3)), v: log(stops(6)) };
      const source = hot('-a-o-s-v-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-----n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('typing notices of a snapshot or the history are ignored; what was written in the past counts', () => {
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
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('ignores a TypingStarted from 5 minutes ago in the history that arrives as a live log at Accept', () => {
    const entry = (index: number, minutes: number): Partial<ChatMessage> => ({
      ...writes(index),
      sentAt: minutes * 60_000,
    });
    marbles(({ hot, expectObservable }) => {
      const values = {
        c: state('Chatting'),
        h: log({ ...starts(1), sentAt: 60_000 }, entry(2, 3), entry(3, 6), {
          ...starts(2, bob),
          sentAt: 60_000,
        }),
        b: log({ ...starts(4, bob), sentAt: 6 * 60_000 + 1 }),
      };
      const source = hot('(ch)-b-|', values);
      const expected = '  -----b-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
    });
  });

  it('expires a notice when the next log is later by expireAfter, at any speed of a replay', () => {
    const received: string[] = [];
    of(
      log({ ...starts(1), sentAt: 60_000 }),
      log({ ...writes(2, bob), sentAt: 69_999 }),
      log({ ...writes(3, bob), sentAt: 70_000 }),
    )
      .pipe(typingParticipants())
      .subscribe(({ participants }) => received.push(participants.map(({ nickname }) => nickname).join()));
    expect(received).toEqual(['Ann', '']);
  });

  it('accepts a start in a reopened chat whose indices restart', () => {
    marbles(({ hot, expectObservable }) => {
      const values = {
        w: log({ ...writes(9), sentAt: 60_000 }),
        d: state('Completed'),
        c: state('Chatting'),
        a: log({ ...starts(1), sentAt: 75_000 }),
      };
      const source = hot('-w-d-c-a-|', values);
      const expected = '  -------a-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
    });
  });

  it('emits the preview that a server pushes as text, and the visibility of the notice', () => {
    const emitted: TypingParticipant[][] = [];
    of(
      decoded(fixture('second-edition/24-v2-typing-text')),
      decoded(fixture('second-edition/10-v2-typing-to-agents')),
    )
      .pipe(typingParticipants())
      .subscribe(({ participants }) => emitted.push([...participants]));
    const customer = {
      participantId: '00A2',
      nickname: 'Cy',
      type: 'Customer',
      text: 'my ord',
      visibility: 'All',
    };
    const agent = { participantId: '00A1', nickname: 'Bea', type: 'Agent', visibility: 'Agents' };
    expect(emitted).toEqual([[customer], [customer, agent]]);
  });

  it('emits again when the preview changes', () => {
    const emitted: unknown[] = [];
    of(
      log({ ...starts(1), text: 'my' }),
      log({ ...starts(2), text: 'my' }),
      log({ ...starts(3), text: 'my ord' }),
    )
      .pipe(typingParticipants())
      .subscribe(({ participants }) => emitted.push(participants[0]?.text));
    expect(emitted).toEqual(['my', 'my ord']);
  });
});
