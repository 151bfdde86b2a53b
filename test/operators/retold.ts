import fc from 'fast-check';

/** The same messages in a different order, some of them redelivered, in notifications of any size. */
export function retold<T>(all: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.shuffledSubarray([...all]),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { minLength: 80, maxLength: 80 }),
    )
    .map(([shuffled, again, random]) => {
      const told = [...shuffled];
      again.forEach((one, turn) => told.splice((random[turn]?.[0] ?? 0) % (told.length + 1), 0, one));
      const notifications = random.map(([, size]) => told.splice(0, size));
      return [...notifications, told];
    });
}
