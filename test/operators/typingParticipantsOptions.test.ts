import { describe, expect, it } from 'vitest';
import { type TypingOptions, typingParticipants } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { log, starts, state, told } from './typingParticipantsFixtures.ts';

describe('typingParticipants', () => {
  it('[TP5] isFinal says which states end a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), d: state('Completed'), z: state('Archived'), b: log(starts(2)) };
      const source = hot('-a-d-z-b-|', values);
      const subs = '      ^--------!';
      const expected = '  -a---n---|';
      const isFinal = (status: string): boolean => status === 'Archived';
      expectObservable(source.pipe(typingParticipants({ isFinal }))).toBe(expected, told);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each([
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: null }],
    ['scheduler', { scheduler: {} }],
    ['scheduler', { scheduler: null }],
    ['retainEnded', { retainEnded: -1 }],
    ['retainEnded', { retainEnded: '60' }],
    ['maxChats', { maxChats: 0 }],
    ['maxChats', { maxChats: 1.5 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['options', null],
    ['options', 10_000],
    ['options', [10_000]],
  ])('[TP23] throws a TypeError that names the option: %s %j', (name, options) => {
    const call = (): unknown => typingParticipants(options as unknown as TypingOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`typingParticipants: ${name} must be`);
  });
});
