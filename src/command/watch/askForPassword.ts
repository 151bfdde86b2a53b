import { read } from 'read';
import { CommandError, exitCodes, usageError } from '../exit.ts';
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
  try {
    return await read({ prompt: printable(prompt), silent: true, terminal: true, input, output });
  } catch {
    throw new CommandError(exitCodes.atOnce, 'No password was given');
  } finally {
    output.write('\n'); // the one that was typed is not shown either
  }
}
