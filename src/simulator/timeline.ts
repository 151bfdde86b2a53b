/** The values of something over time. */
export interface Timeline<T> {
  /** Adds the value that holds from now on. */
  readonly add: (value: T) => void;
  /** The value that held at an instant of `performance.now()`; nothing before the first. */
  readonly at: (instant: number) => T | undefined;
}

export function timeline<T>(): Timeline<T> {
  const entries: { readonly since: number; readonly value: T }[] = [];
  return {
    add(value) {
      entries.push({ since: performance.now(), value });
    },
    at(instant) {
      // From the end: most requests concern the latest.
      for (let position = entries.length - 1; position >= 0; position -= 1) {
        const entry = entries[position];
        if (entry !== undefined && entry.since <= instant) return entry.value;
      }
      return undefined;
    },
  };
}
