import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, exitCodes, usageError } from '../exitCodes.ts';
import { printable } from '../view/printable.ts';

/** Where a question is asked. */
export interface Dialogue {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** Asks for a password, which is not shown. Standard output stays free for what is watched. */
export async function askForPassword(
  prompt: string,
  { input, output }: Dialogue = { input: process.stdin, output: process.stderr },
): Promise<string> {
  if (input.isTTY !== true)
    throw usageError(
      'There is no password, and no terminal to ask for it in',
      'Put the password into GWS_PASSWORD, or a token into GWS_TOKEN.',
    );
  output.write(printable(prompt));
  const lines = createInterface({ input, output: nowhere(), terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      // By Ctrl-C, Ctrl-D, or because the terminal has gone.
      lines.once('close', () => {
        reject(new CommandError(exitCodes.atOnce, 'No password was given'));
      });
    });
  } finally {
    lines.close();
    output.write('\n'); // the one that was typed is not shown either
  }
}

/** Where the echo of what is typed goes. */
const nowhere = (): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
