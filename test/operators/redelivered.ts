import fc from 'fast-check';

/** The same messages in a different order, some of them redelivered, in notifications of any size. */
export function redelivered<T>(all: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all]),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { minLength: 80, maxLength: 80 }),
    )
    .map(([shuffled, again, random]) => {
      const remaining = [...shuffled];
      again.forEach((one, turn) =>
        remaining.splice((random[turn]?.[0] ?? 0) % (remaining.length + 1), 0, one),
      );
      const notifications = random.map(([, size]) => remaining.splice(0, size));
      return [...notifications, remaining];
    });
}
