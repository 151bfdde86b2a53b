import { describe, it } from 'vitest';
import { typingParticipants } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, Participant } from '../../src/model/index.ts';
import { chatStateChange, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  ann,
  bob,
  inB,
  log,
  received,
  starts,
  state,
  stops,
  typists,
  typingInB,
  writes,
} from './typingParticipantsFixtures.ts';

const leaves = (index: number, from = ann): Partial<ChatMessage> => ({
  index,
  from,
  type: 'ParticipantLeft',
});
const present = (...participants: Participant[]): ChatNotification =>
  chatStateChange({ chat: { id: 'A', participants }, notificationType: 'ParticipantsUpdated' });

describe('typingParticipants', () => {
  it('[TP1] who started types until the same author stops, in the order in which they were first heard of', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: log(starts(2, bob)),
        A: log(stops(3)),
        c: log(starts(4)),
        d: log(stops(5), stops(6, bob)),
      };
      const source = hot('-a-b-A-c-d-|', values);
      const subs = '      ^----------!';
      const expected = '  -a-x-b-x-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('who writes no longer types; what others write ends nothing', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        o: log(writes(2, bob)),
        w: log(writes(3)),
        s: log(starts(4)),
        p: log({ ...writes(5), type: 'PushUrl' }),
        t: log(starts(6)),
        u: log({ ...writes(7), type: 'Notice' }),
      };
      const source = hot('-a-o-w-s-p-t-u-|', values);
      const subs = '      ^--------------!';
      const expected = '  -a---n-a-n-a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a departure ends typing: ParticipantLeft, or a list of participants without them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: log(starts(2, bob)),
        h: present(ann, bob),
        k: state('Chatting'),
        l: log(leaves(3)),
        g: present(ann),
        c: log(starts(4)),
        e: operationError({ chat: { id: 'A', participants: [] } }),
      };
      const source = hot('-a-b-h-k-l-g-c-e-|', values);
      const subs = '      ^----------------!';
      const expected = '  -a-x-----b-n-a-n-|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a final state ends all typing, and nobody types in a chat that has ended', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1), starts(2, bob)),
        d: state('Completed'),
        b: log(starts(5, bob)),
        c: state('Chatting'),
        e: operationError({ chat: { id: 'A', state: 'Revoked' } }),
      };
      const source = hot('-a-d-b-c-b-e-b-|', values);
      const subs = '      ^--------------!';
      const expected = '  -x-n-----b-n---|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('emits nothing while the same people type', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        s: log(stops(1), stops(1, bob)),
        o: log(writes(2)),
        a: log(starts(3)),
        r: log(starts(4)),
        k: state('Chatting'),
        p: present(ann, bob),
        e: operationError(),
        f: operationError({ chatId: 'A' }),
        w: log(writes(5, bob)),
      };
      const source = hot('-s-o-k-a-r-a-k-p-e-f-w-|', values);
      const subs = '      ^----------------------!';
      const expected = '  -------a---------------|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('emits nothing if the same people type after a notification as before', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        s: log(starts(1), writes(2)),
        a: log(starts(3)),
        r: log(stops(4), starts(5)),
        b: log(starts(6, bob), stops(7, bob)),
      };
      const source = hot('-s-a-r-b-|', values);
      const subs = '      ^--------!';
      const expected = '  ---a-----|';
      expectObservable(source.pipe(typingParticipants())).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('each chat is independent, also for participants in several', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(starts(1)),
        b: inB(starts(1)),
        c: inB(starts(2, bob)),
        w: inB(writes(3)),
        d: state('Completed'),
      };
      const source = hot('-a-b-c-w-d 20ms       |', values);
      const subs = '      ^--------- 20ms       !';
      const expected = '  -a-y-z-v-n 5ms o 14ms |';
      const both = {
        ...typists,
        y: typingInB(ann),
        z: typingInB(ann, bob),
        v: typingInB(bob),
        o: typingInB(),
      };
      expectObservable(source.pipe(received, typingParticipants({ expireAfter: 10 }))).toBe(expected, both);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
