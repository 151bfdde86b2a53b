/** What scripts can tell from. */
export const exitCodes = {
  ended: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  lost: 4,
  damaged: 5,
  atOnce: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why the command cannot continue, in words for the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ExitCode;
  /** What to do. */
  readonly hint: string | undefined;

  constructor(code: ExitCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Nothing was done: the arguments are invalid. */
export const usageError = (message: string, hint?: string): CommandError =>
  new CommandError(exitCodes.usage, message, hint);

/** The words of something thrown: no stack, and of an error of the system what a person can read. */
export const wordsOfThrown = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message.replace(/^(?:\w+ )?E[A-Z0-9]+: ([^,]+).*$/, '$1') : String(thrown);
