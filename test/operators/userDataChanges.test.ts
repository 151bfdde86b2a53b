import { describe, it } from 'vitest';
import { userDataChanges } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, changes } from './userDataChangesFixtures.ts';

describe('userDataChanges', () => {
  it('[UD1] tells by key what came, the new values of what changed, the old ones of what went, and what is now', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-c-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-c-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[UD1] all three at once', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-f-|', all);
      const subs = '      ^----!';
      const expected = '  -t-f-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('whichever notification tells it: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-p-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-c-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('an absent field changes nothing; empty user data counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('-o-a-s---o-s---|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const left = '      ---a-----o-----|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(userDataChanges())).toBe(left, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('all that is there when user data is first told is added', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-m-b-|', all);
      const error = hot(' -u-n-e-|', all);
      const subs = '      ^------!';
      const expected = '  -----t-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectObservable(error.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(error.subscriptions).toBe(subs);
    });
  });

  it('folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-b-q-c-|', all);
      const subs = '      ^----------!';
      const expected = '  -a-q-b---c-|';
      expectObservable(source.pipe(userDataChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('after an eviction all is added again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(userDataChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(userDataChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });
});
