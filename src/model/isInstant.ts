const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a number is an instant that a message can have been sent at: whole epoch milliseconds up to the year 9999. */
export const isInstant = (milliseconds: number): boolean =>
  Number.isInteger(milliseconds) && milliseconds >= 0 && milliseconds <= lastInstant;
