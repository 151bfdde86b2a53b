import { describe, expect, it } from 'vitest';
import { shrink } from './shrink.ts';

const numbers = Array.from({ length: 71 }, (_, n) => n);
const never = (): boolean => false;

describe('the list of faults of a failing seed', () => {
  it.each([
    ['one', [37]],
    ['two far apart', [3, 66]],
    ['the last and the first', [0, 70]],
    ['five', [1, 2, 30, 44, 45]],
    ['all', numbers],
    ['none', []],
  ])('is minimal where it takes %s to fail', async (_, needed) => {
    const fails = (left: readonly number[]): Promise<boolean> =>
      Promise.resolve(needed.every((number) => left.includes(number)));
    expect(await shrink(numbers, fails, never)).toMatchObject({ items: needed, isMinimal: true });
  });

  it('is minimal where leaving one out makes another needless', async () => {
    // 10 is needed as long as 20 is there.
    const fails = (left: readonly number[]): Promise<boolean> =>
      Promise.resolve(left.includes(5) && (!left.includes(20) || left.includes(10)));
    expect((await shrink(numbers, fails, never)).items).toEqual([5]);
  });

  it('takes few runs: halves first', async () => {
    const fails = (left: readonly number[]): Promise<boolean> => Promise.resolve(left.includes(37));
    expect((await shrink(numbers, fails, never)).runs).toBeLessThan(16);
  });

  it('is as short as it became when the time is over', async () => {
    let runs = 0;
    const fails = (left: readonly number[]): Promise<boolean> => {
      runs += 1;
      return Promise.resolve(left.includes(37));
    };
    const shrunk = await shrink(numbers, fails, () => runs === 3);
    expect(shrunk).toMatchObject({ runs: 3, isMinimal: false });
    expect(shrunk.items.length).toBeLessThan(40);
    expect(shrunk.items).toContain(37);
  });
});
