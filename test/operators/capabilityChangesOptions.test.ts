import { describe, expect, it } from 'vitest';
import { capabilityChanges, type KeyedOptions } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, changes } from './capabilityChangesFixtures.ts';

describe('capabilityChanges', () => {
  it.each([
    ['options', null],
    ['options', ['Accept']],
    ['options', 5],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: NaN }],
    ['retainEnded', { retainEnded: null }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: '5' }],
    ['isFinal', { isFinal: 'Completed' }],
    ['isFinal', { isFinal: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
  ])('[CC10] throws a TypeError that names the option, when it is called: %s %o', (name, options) => {
    expect(() => capabilityChanges(options as unknown as KeyedOptions)).toThrow(TypeError);
    expect(() => capabilityChanges(options as unknown as KeyedOptions)).toThrow(
      `capabilityChanges: ${name} must be`,
    );
  });

  it('[CC11] an isFinal that throws errors that subscriber and no other', () => {
    let throws = true;
    const isFinal = (status: string): boolean => {
      if (status !== 'Bad' || !throws) return false;
      throws = false;
      throw new Error('mine');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-x-b-|', all);
      const failSubs = '  ^--!    ';
      const goOnSubs = '  ^------!';
      const failing = '   -a-#    ';
      const goingOn = '   -a---b-|';
      const both = source.pipe(capabilityChanges({ isFinal }));
      expectObservable(both).toBe(failing, changes, new Error('mine'));
      expectObservable(both).toBe(goingOn, changes);
      expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
    });
  });
});
