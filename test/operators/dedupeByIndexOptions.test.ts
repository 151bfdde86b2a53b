import { describe, expect, it } from 'vitest';
import { dedupeByIndex, type DedupeOptions } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { log } from './dedupeByIndexFixtures.ts';

describe('dedupeByIndex', () => {
  it("[DD5] onConflict 'ignore' drops another message under the same index", () => {
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

  it.each([
    ['onConflict', { onConflict: 'drop' }],
    ['options', null],
    ['options', 'keep'],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 0 }],
  ])('[DD9] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => dedupeByIndex(options as unknown as DedupeOptions)).toThrow(TypeError);
    expect(() => dedupeByIndex(options as unknown as DedupeOptions)).toThrow(
      `dedupeByIndex: ${name} must be`,
    );
  });
});
