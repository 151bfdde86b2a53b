import { describe, it } from 'vitest';
import { hasCapability } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, has } from './hasCapabilityFixtures.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('hasCapability', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['name', undefined, {}],
    ['name', null, {}],
    ['name', 5, {}],
    ['name', ['Leave'], {}],
    ...wrongKeyedOptions.map(([option, options]) => [option, 'Leave', options] as const),
  ])('throws a TypeError that names the argument, when it is called: %s %o %o', (argument, name, options) => {
    expectTypeError(() => hasCapability(name as never, options as never), 'hasCapability', argument);
  });

  it('an isFinal that throws errors that subscriber and no other', () => {
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
