import { describe, it } from 'vitest';
import { filterByChat, hasCapability } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, has } from './hasCapabilityFixtures.ts';

describe('hasCapability', () => {
  it('[HC1] is true while any chat that passes has the capability', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-A-a-b-A-B-b-|', all);
      const subs = '      ^------------!';
      const expected = '  -f-t-----f-t-|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[HC1] of the chats that pass, and of the capability that is named', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-A-a-b-A-B-b-|', all);
      const subs = '      ^------------!';
      const ofB = '       -----t---f-t-|';
      const transfer = '  -t-----------|';
      expectObservable(source.pipe(filterByChat('B'), hasCapability('Leave'))).toBe(ofB, has);
      expectObservable(source.pipe(hasCapability('Transfer'))).toBe(transfer, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });

  it('is silent until capabilities are told', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-c-m-u-n-d-s-a-|', all);
      const without = hot('-s-c-m-u-n-d-s-o-|', all);
      const nothing = hot('-s-c-m-u-n-d-s-c-|', all);
      const subs = '      ^----------------!';
      const expected = '  ---------------t-|';
      const no = '        ---------------f-|';
      const silent = '    -----------------|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectObservable(without.pipe(hasCapability('Leave'))).toBe(no, has);
      expectObservable(nothing.pipe(hasCapability('Leave'))).toBe(silent, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(without.subscriptions).toBe(subs);
      expectSubscriptions(nothing.subscriptions).toBe(subs);
    });
  });

  it('emits when the answer changes and not otherwise, whatever the order and however often it is listed', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-o-A-B-a-i-a-b-b-i-A-A-B-o-|', all);
      const subs = '      ^--------------------------!';
      const expected = '  -f-----t---------------f---|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a final state clears those of its chat, even if it lists some', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const emitted = hot('  -a-d-d-a-|', all);
      const listed = hot('-a-D-D-a-|', all);
      const revoked = hot('-a-r-r-a-|', all);
      const error = hot(' -a-F-F-a-|', all);
      const subs = '      ^--------!';
      const expected = '  -t-f---t-|';
      for (const source of [emitted, listed, revoked, error]) {
        expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
        expectSubscriptions(source.subscriptions).toBe(subs);
      }
    });
  });

  it('a final state clears those of no other chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-D-d-B-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-------f-|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('isFinal says which states clear them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const isFinal = (status: string): boolean => status === 'Archived';
      const source = hot('-a-D-d-K-r-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-----f-t-|';
      expectObservable(source.pipe(hasCapability('Leave', { isFinal }))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('a chat that was evicted by maxChats no longer counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-c-a-b-c-a-A-|', all);
      const subs = '      ^--------------!';
      const one = '       -t-f-t---f-t-f-|';
      const two = '       -t-----------f-|';
      const three = '     -t-------------|';
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 1 }))).toBe(one, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 2 }))).toBe(two, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 3 }))).toBe(three, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('a chat that ended counts neither while it is kept nor when it goes', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-D 10ms b a D 10ms B|', all);
      const subs = '      ^--- 10ms - - - 10ms -!';
      const expected = '  -t-f 10ms t - - 10ms f|';
      const one = '       -t-f 10ms t - f 10ms -|';
      expectObservable(source.pipe(hasCapability('Leave', { retainEnded: 5 }))).toBe(expected, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 2 }))).toBe(expected, has);
      expectObservable(source.pipe(hasCapability('Leave', { maxChats: 1 }))).toBe(one, has);
      expectSubscriptions(source.subscriptions).toBe([subs, subs, subs]);
    });
  });

  it('an absent field changes nothing; an empty list counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-s-m-u-n-o-s-|', all);
      const subs = '      ^--------------!';
      const expected = '  -t---------f---|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-e-E-p-|', all);
      const subs = '      ^------!';
      const expected = '  -t-f-t-|';
      expectObservable(source.pipe(hasCapability('Leave'))).toBe(expected, has);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
