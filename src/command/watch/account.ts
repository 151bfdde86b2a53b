import { parseArgs } from 'node:util';
import { read } from 'read';
import type { Account } from './live.ts';

export const usage = `npm start
  shows the chats of a simulated GWS for 15 seconds

npm start -- --url https://gws.example.com --user sam
  shows the chats of an agent of a real GWS until Ctrl-C
  The password is asked for, or taken from the environment: GWS_PASSWORD.`;

/**
 * What the command line asks for: an account, or the demo without one.
 *
 * @throws Error in words for the user.
 */
export async function accountAsked(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Account | undefined> {
  const { url, user } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, user: { type: 'string' } },
  }).values;
  if (url === undefined && user === undefined) return undefined;
  if (url === undefined || user === undefined) throw new Error('--url and --user go together');
  const { GWS_PASSWORD } = environment;
  // Never from an argument: whoever lists the processes of the machine would see it.
  const password =
    GWS_PASSWORD ?? (await read<string>({ prompt: `Password of ${user}: `, silent: true, default: '' }));
  return { url, user, password };
}
