import { describe, it } from 'vitest';
import { typingParticipants } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { log, starts, state, typists } from './typingParticipantsFixtures.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('typingParticipants', () => {
  it('isFinal says which states end a chat', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { a: log(starts(1)), d: state('Completed'), z: state('Archived'), b: log(starts(2)) };
      const source = hot('-a-d-z-b-|', values);
      const subs = '      ^--------!';
      const expected = '  -a---n---|';
      const isFinal = (status: string): boolean => status === 'Archived';
      expectObservable(source.pipe(typingParticipants({ isFinal }))).toBe(expected, typists);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each<readonly [string, unknown]>([
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: null }],
    ...wrongKeyedOptions,
  ])('throws a TypeError that names the option: %s %j', (name, options) => {
    expectTypeError(() => typingParticipants(options as never), 'typingParticipants', name);
  });
});
