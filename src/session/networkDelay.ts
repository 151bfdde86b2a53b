/** CometD's `maxNetworkDelay`: how long an answer may take, in milliseconds. A held poll may take its timeout longer. */
export const networkDelay = 10_000;
