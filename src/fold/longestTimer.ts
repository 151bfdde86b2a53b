/** Timers of more milliseconds fire at once; what is due later has to be looked at again. */
export const longestTimer: number = 2 ** 31 - 1;
