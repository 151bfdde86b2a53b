/** What a server replied instead of what was expected. Its message is free of secrets. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
}

/** Takes the secrets out of a text of others. */
export type Clean = (text: string) => string;

export const unchanged: Clean = (text) => text;
