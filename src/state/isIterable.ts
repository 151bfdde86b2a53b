/** Whether a value from plain JavaScript can be iterated over. */
export const isIterable = (value: Partial<Iterable<unknown>> | null): boolean =>
  typeof value?.[Symbol.iterator] === 'function';
