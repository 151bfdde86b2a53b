/** The first line. A recording of another version cannot be read. */
export const header: { readonly format: string; readonly version: number } = {
  format: 'rx-chat-notifications',
  version: 1,
};
