/** A warning without a consumer must not disappear silently. */
export const warnOnConsole = (message: string): void => {
  // eslint-disable-next-line no-console -- there is no other place that somebody looks at
  console.warn(`rx-chat-notifications: ${message}`);
};
