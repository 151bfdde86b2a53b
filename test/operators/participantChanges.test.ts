import { describe, it } from 'vitest';
import { participantChanges } from '../../operators/index.ts';
import type { Participant } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, ann, changes, nobody, o, shows } from './participantChangesFixtures.ts';

describe('participantChanges', () => {
  it('[PC1] emits who joined, who left, who changed, and who is present', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-b-g-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('participantId alone tells them apart, and nobody is there twice', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-f-|', all);
      const twice = hot(' -a-w-|', all);
      const subs = '      ^----!';
      const expected = '  -t-f-|';
      const once = '      -a-w-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(twice.pipe(participantChanges())).toBe(once, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(twice.subscriptions).toBe(subs);
    });
  });

  it('whichever notification tells them: a PropertiesUpdated, an error that carries a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-e-p-|', all);
      const subs = '      ^------!';
      const expected = '  -a-b-g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('an absent field changes nothing; an empty list counts', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-a-s-m-u-n-b-|', all);
      const emptied = hot('---a-s-----o-s-|', all);
      const subs = '      ^--------------!';
      const expected = '  ---a---------b-|';
      const left = '      ---a-------o---|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(emptied.pipe(participantChanges())).toBe(left, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(emptied.subscriptions).toBe(subs);
    });
  });

  it('all who are there when participants are first told have joined', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-s-m-b-|', all);
      const error = hot(' -u-n-e-|', all);
      const subs = '      ^------!';
      const expected = '  -----t-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(error.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(error.subscriptions).toBe(subs);
    });
  });

  it('does not emit when nothing changed: the same again, equal copies, nobody from the start', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-o-o-b-b-d-e-|', all);
      const subs = '      ^------------!';
      const expected = '  -----t-------|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('the order of the list does not matter', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-b-c-b-|', all);
      const joining = hot('-a-c-b-|', all);
      const subs = '      ^------!';
      const expected = '  -t-----|';
      const joined = '    -a-c---|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectObservable(joining.pipe(participantChanges())).toBe(joined, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(joining.subscriptions).toBe(subs);
    });
  });

  it.each<[string, Partial<Participant> & Record<string, unknown>]>([
    ['nickname', { nickname: 'Annie' }],
    ['type', { type: 'Supervisor' }],
    ['visibility', { visibility: 'Int' }],
    ['a field that the model does not name', { place: { desk: [1, 2] } }],
  ])('any other changed field of a participant who stayed is a change: %s', (_, change) => {
    const other = { ...ann, ...change };
    const values = { a, c: shows('A', other), d: shows('A', structuredClone(other)), o };
    const expectedValues = {
      a: changes.a,
      c: { ...nobody, changed: [other], current: [other] },
      o: { ...nobody, left: [other] },
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-c-d-o-|', values);
      const subs = '      ^--------!';
      const expected = '  -a-c---o-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, expectedValues);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('folds each chat on its own', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-b-q-g-|', all);
      const subs = '      ^----------!';
      const expected = '  -a-q-b---g-|';
      expectObservable(source.pipe(participantChanges())).toBe(expected, changes);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('after an eviction all have joined again', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-q-a-|', all);
      const subs = '      ^------!';
      const few = '       -a-q-a-|';
      const many = '      -a-q---|';
      expectObservable(source.pipe(participantChanges({ maxChats: 1 }))).toBe(few, changes);
      expectObservable(source.pipe(participantChanges({ maxChats: 2 }))).toBe(many, changes);
      expectSubscriptions(source.subscriptions).toBe([subs, subs]);
    });
  });
});
