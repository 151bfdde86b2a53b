import { describe, it } from 'vitest';
import { attention } from '../../examples/web-console/page/view/attention.ts';
import { marbles } from '../marbles.ts';

/** Whether the list is held, when these things happen to it: `e`nter, `l`eave, a `k`ey. */
const held = (happening: string, expected: string): void => {
  marbles(({ cold, expectObservable }) => {
    const list = new EventTarget();
    const names: Readonly<Record<string, string>> = { e: 'pointerenter', l: 'pointerleave', k: 'keydown' };
    cold(happening).subscribe((name) => list.dispatchEvent(new Event(names[name] ?? name)));
    expectObservable(attention(list)).toBe(expected, { y: true, n: false });
  });
};

describe('the order of the desk', () => {
  it('is held while the pointer is over it', () => {
    held('-e-l', 'ny-n');
  });

  it('is held for a while after each key', () => {
    held('-k-k', 'ny 3001ms n');
  });

  it('is not released by a key under the pointer', () => {
    held('-e-k 5s l', 'ny 5002ms n');
  });
});
