import { describe, expect, it } from 'vitest';
import { eventClock } from '../../src/fold/eventClock.ts';
import type { Origin } from '../../src/model/index.ts';

const hour = 3_600_000;

const times = (...events: readonly (readonly [receivedAt: number, origin?: Origin])[]): readonly number[] => {
  const clock = eventClock();
  return events.map(([receivedAt, origin = 'live']) => clock({ receivedAt, origin }));
};

describe('the event clock', () => {
  it('is the highest time so far, also where notifications overtake each other', () => {
    expect(times([1_000], [500], [2_000], [1_500])).toEqual([1_000, 1_000, 2_000, 2_000]);
  });

  it('goes on where the clock of live notifications is set back', () => {
    const [start = 0, ...rest] = times([2 * hour], [hour], [hour + 500], [hour + 1_000]);
    expect(rest.map((time) => time - start)).toEqual([0, 500, 1_000]);
  });

  it('is not set back by a snapshot or history', () => {
    expect(times([2 * hour], [hour, 'snapshot'], [hour + 1, 'history'], [2 * hour + 1])).toEqual([
      2 * hour,
      2 * hour,
      2 * hour,
      2 * hour + 1,
    ]);
  });

  it('does not change with an event that has no time', () => {
    const clock = eventClock();
    expect([clock({ receivedAt: 5, origin: 'live' }), clock({})]).toEqual([5, 5]);
  });
});
