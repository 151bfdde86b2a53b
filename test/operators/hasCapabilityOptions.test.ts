import { describe, expect, it } from 'vitest';
import { hasCapability, type KeyedOptions } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, has } from './hasCapabilityFixtures.ts';

describe('hasCapability', () => {
  it.each([
    ['name', undefined, {}],
    ['name', null, {}],
    ['name', 5, {}],
    ['name', ['Leave'], {}],
    ['options', 'Leave', null],
    ['options', 'Leave', ['Leave']],
    ['options', 'Leave', 'Leave'],
    ['retainEnded', 'Leave', { retainEnded: '60' }],
    ['retainEnded', 'Leave', { retainEnded: -1 }],
    ['retainEnded', 'Leave', { retainEnded: NaN }],
    ['retainEnded', 'Leave', { retainEnded: null }],
    ['maxChats', 'Leave', { maxChats: 0 }],
    ['maxChats', 'Leave', { maxChats: 1.5 }],
    ['maxChats', 'Leave', { maxChats: '5' }],
    ['isFinal', 'Leave', { isFinal: 'Completed' }],
    ['isFinal', 'Leave', { isFinal: null }],
    ['scheduler', 'Leave', { scheduler: {} }],
    ['scheduler', 'Leave', { scheduler: null }],
  ])(
    '[HC11] throws a TypeError that names the argument, when it is called: %s %o %o',
    (argument, name, options) => {
      const call = (): unknown => hasCapability(name as string, options as unknown as KeyedOptions);
      expect(call).toThrow(TypeError);
      expect(call).toThrow(`hasCapability: ${argument} must be`);
    },
  );

  it('[HC12] an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-A-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -t-#    ';
      const goingOn = '   -t---f-|';
      const both = source.pipe(hasCapability('Leave', { isFinal }));
      expectObservable(both).toBe(failing, has, new Error('mine'));
      expectObservable(both).toBe(goingOn, has);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });
});
