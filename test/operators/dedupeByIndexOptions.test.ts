import { describe, it } from 'vitest';
import { dedupeByIndex } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { log } from './dedupeByIndexFixtures.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('dedupeByIndex', () => {
  it("onConflict 'ignore' drops another message under the same index", () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const values = {
        a: log('A', { index: 3, text: 'first' }),
        b: log('A', { index: 3, text: 'second' }),
        c: log('A', { index: 4, text: 'second' }),
      };
      const source = hot('-a-b-c-|', values);
      const subs = '      ^------!';
      const expected = '  -a---c-|';
      expectObservable(source.pipe(dedupeByIndex({ onConflict: 'ignore' }))).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each<readonly [string, unknown]>([['onConflict', { onConflict: 'drop' }], ...wrongKeyedOptions])(
    'throws a TypeError that names the option: %s',
    (name, options) => {
      expectTypeError(() => dedupeByIndex(options as never), 'dedupeByIndex', name);
    },
  );
});
