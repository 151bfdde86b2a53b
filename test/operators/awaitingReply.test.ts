import { describe, it } from 'vitest';
import { awaitingReply } from '../../operators/index.ts';
import { messageLog, participant } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';
import {
  agent,
  ann,
  at,
  bob,
  bot,
  cid,
  log,
  nothing,
  self,
  supervisor,
  timeless,
  waiting,
} from './awaitingReplyFixtures.ts';

describe('awaitingReply', () => {
  it('[AR1] emits what the customer wrote since the last answer, and since when it waits', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(at(1, ann)), b: log(at(2, ann), at(3, ann)), c: log(at(4, bob)) };
      const source = hot('-a-b-c-a-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-n---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: { chatId: 'A', since: 1000, waiting: [at(1, ann)] },
        y: { chatId: 'A', since: 1000, waiting: [at(1, ann), at(2, ann), at(3, ann)] },
        n: { chatId: 'A', waiting: [] },
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a Customer or a Client waits; an author of another type does not', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const stranger = participant({ participantId: '7', nickname: 'Zoe', type: 'Unknown' });
      const values = { a: log(at(1, ann)), b: log(at(2, cid)), z: log(at(3, stranger)) };
      const source = hot('-a-b-z-|', values);
      const subs = '      ^------!';
      const expected = '  -x-y---|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(2, cid)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('since is when the first unanswered message was sent or, without a time, received', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: messageLog({ chatId: 'A', receivedAt: 500, messages: [timeless(2, ann)] }),
        b: messageLog({ chatId: 'A', receivedAt: 9500, messages: [timeless(2, ann), at(3, ann)] }),
        c: messageLog({ chatId: 'A', receivedAt: 9600, messages: [at(1, ann)] }),
        d: log(at(1, bob), at(2, bob)),
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-y-z-w-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: { chatId: 'A', since: 500, waiting: [timeless(2, ann)] },
        y: { chatId: 'A', since: 500, waiting: [timeless(2, ann), at(3, ann)] },
        z: { chatId: 'A', since: 1000, waiting: [at(1, ann), timeless(2, ann), at(3, ann)] },
        w: { chatId: 'A', since: 500, waiting: [timeless(2, ann), at(3, ann)] },
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['oneself', bob],
    ['an agent', agent],
    ['a supervisor', supervisor],
  ])('what %s writes for the customer to see is an answer', (_, author) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const { visibility: __, ...withoutVisibility } = at(4, author);
      const values = {
        a: log(at(1, ann)),
        b: log(at(2, author)),
        c: log(at(3, ann)),
        d: { ...log(), messages: [withoutVisibility] },
      };
      const source = hot('-a-b-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-n-y-n-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(3, ann)),
        n: nothing,
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['oneself', bob],
    ['an agent', agent],
    ['a supervisor', supervisor],
  ])('a message that the customer cannot see does not answer: %s', (_, author) => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log(at(1, ann)),
        i: log(at(2, author, { visibility: 'Int' })),
        v: log(at(3, author, { visibility: 'Vip' })),
        b: log(at(4, ann)),
      };
      const source = hot('-a-i-v-b-|', values);
      const subs = '      ^--------!';
      const expected = '  -x-----y-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(1, ann)),
        y: waiting(at(1, ann), at(4, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[AR6] a bot (External) neither waits nor answers', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { b: log(at(1, bot)), a: log(at(2, ann)), c: log(at(3, bot)), d: log(at(4, ann)) };
      const source = hot('-b-a-c-d-|', values);
      const subs = '      ^--------!';
      const expected = '  ---x---y-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(2, ann)),
        y: waiting(at(2, ann), at(4, ann)),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('what people write waits and answers; typing, joining and commands (Notice) do not', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        j: log(at(1, ann, { type: 'ParticipantJoined' }), at(2, ann, { type: 'TypingStarted' })),
        p: log(at(3, ann, { type: 'PushUrl' })),
        t: log(at(4, bob, { type: 'TypingStarted' }), at(5, agent, { type: 'ParticipantJoined' })),
        k: log(at(6, agent, { type: 'Notice' }), at(6, ann, { type: 'Notice' })),
        q: log(at(6, bob, { type: 'FileUploaded' })),
        r: log(at(7, ann, { type: 'CustomNotice' })),
        l: log(at(8, ann, { type: 'ParticipantLeft' }), at(9, agent, { type: 'TypingStopped' })),
      };
      const source = hot('-j-p-t-k-q-r-l-|', values);
      const subs = '      ^--------------!';
      const expected = '  ---x-----n-y-n-|';
      expectObservable(source.pipe(awaitingReply({ self }))).toBe(expected, {
        x: waiting(at(3, ann, { type: 'PushUrl' })),
        n: nothing,
        y: waiting(at(7, ann, { type: 'CustomNotice' })),
      });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
