import { describe, it } from 'vitest';
import { capabilityChanges } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, changes } from './capabilityChangesFixtures.ts';

describe('capabilityChanges', () => {
  it('[CC1] emits what was gained, what was lost, and what is present', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-b-d-|', all);
      const subs = '      ^--------!';
      const expected = '  -a-b---d-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('[CC1] all are lost where none is left', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-o-|', all);
      const subs = '      ^----!';
      const expected = '  -a-o-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-|', all);
      const other = hot(' -a-p-|', all);
      const subs = '      ^----!';
      const expected = '  -a-b-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectObservable(other.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(other.subscriptions).toBe(subs);
    });
  });

  it('a final state clears them, even if it lists some', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const emitted = hot('  -b-d-|', all);
      const listed = hot('-b-f-|', all);
      const revoked = hot('-b-r-|', all);
      const error = hot(' -b-g-|', all);
      const subs = '      ^----!';
      const expected = '  -t-d-|';
      for (const source of [emitted, listed, revoked, error]) {
        expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
        expectSubscriptions(source.subscriptions).toBe(subs);
      }
    });
  });

  it('a final state without any emits nothing, and a later state gains them again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-f-d-b-f-r-s-b-|', all);
      const subs = '      ^--------------!';
      const expected = '  -----t-d-----t-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('isFinal says which states clear them', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const isFinal = (status: string): boolean => status === 'Archived';
      const source = hot('-b-k-a-f-|', all);
      const subs = '      ^--------!';
      const expected = '  -t-d-a-f-|';
      expectObservable(source.pipe(capabilityChanges({ isFinal }))).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('their order does not matter, nor that one is listed twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-i-b-c-b-|', all);
      const subs = '      ^----------!';
      const expected = '  -a---b-----|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('an absent field changes nothing; an empty list counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('-o-a-s---o-s---|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const lost = '      ---a-----o-----|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(capabilityChanges())).toBe(lost, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-q-d-q-b-|', all);
      const subs = '      ^----------!';
      const expected = '  -t-q-d---t-|';
      expectObservable(source.pipe(capabilityChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('after an eviction all are gained again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(capabilityChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(capabilityChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });
});
