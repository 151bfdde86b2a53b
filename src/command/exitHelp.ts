import { type ExitCode, exitCodes } from './exitCodes.ts';

const meanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.ended]:
    'it has ended, or was ended: by Ctrl-C, SIGTERM, or because nobody reads its output any more',
  [exitCodes.failed]: 'something failed, such as a file or a port, or the demo found a difference',
  [exitCodes.usage]: 'wrong usage: nothing was done',
  [exitCodes.denied]: 'the server denied the credentials, the handshake or the channel',
  [exitCodes.lost]: 'no connection after the attempts of --attempts',
  [exitCodes.damaged]: 'lines of the recording were damaged; the others were shown',
  [exitCodes.atOnce]: 'a second Ctrl-C, which does not wait for the server, or one at the prompt',
};

/** The exit codes for the help of a command that cannot end with some of them. */
export const exitHelp = (...never: readonly ExitCode[]): string =>
  Object.values(exitCodes)
    .filter((code) => !never.includes(code))
    .map((code) => `\n  ${String(code).padEnd(4)} ${meanings[code]}`)
    .reduce((all, line) => all + line, 'Exit codes:');
