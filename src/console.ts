/** Where nobody takes a warning, it must not disappear in silence. */
export const warnOnConsole = (message: string): void => {
  // eslint-disable-next-line no-console -- there is no other place that somebody looks at
  console.warn(`rx-chat-notifications: ${message}`);
};
