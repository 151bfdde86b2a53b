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

/** Why the command cannot go on, in words for whoever typed it. */
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

/** Nothing was done, because what was typed makes no sense. */
export const usageError = (message: string, hint?: string): CommandError =>
  new CommandError(exitCodes.usage, message, hint);

/** The words of something thrown: no stack, and of an error of the system what a person can read. */
export const wordsOfThrown = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message.replace(/^(?:\w+ )?E[A-Z0-9]+: ([^,]+).*$/, '$1') : String(thrown);

export const exitHelp = `Exit codes:
  0    it has ended, or was ended: by Ctrl-C, SIGTERM, or because nobody reads its output any more
  1    the demo found a difference, or something failed, such as a file or a port
  2    wrong usage: nothing was done
  3    the server denied the credentials, the handshake or the channel
  4    no connection after the attempts of --attempts
  5    lines of the recording were damaged; the others were shown
  130  a second Ctrl-C, which does not wait for the server, or one at the prompt`;
