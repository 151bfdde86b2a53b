import { type Credentials, credentials } from '../../index.ts';
import { usageError, wordsOfThrown } from '../exitCodes.ts';

/** What the environment may hold for a command. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials of an agent: the password of a user, from the environment or as asked for, or a token from the
 * environment. Never from an argument: the process list of the machine would show it.
 */
export async function credentialsOf(
  user: string | undefined,
  { GWS_PASSWORD, GWS_TOKEN }: Environment,
  askFor: (prompt: string) => Promise<string>,
): Promise<Credentials> {
  // An empty variable is none: that is how one is unset in many a file of settings.
  const token = GWS_TOKEN?.trim() ?? '';
  if (token !== '') {
    if (user !== undefined)
      throw usageError('There is a user, and a token in GWS_TOKEN', 'Leave one of them out.');
    return credentials.bearer(() => token);
  }
  if (user === undefined)
    throw usageError(
      'Whose chats? There is neither a user nor a token',
      'Name the agent with --user (or GWS_USER), or put a token into GWS_TOKEN; --no-auth is for a server that wants neither.',
    );
  const password = GWS_PASSWORD ?? '';
  try {
    return credentials.basic(user, password === '' ? await askFor(`Password of ${user}: `) : password);
  } catch (error) {
    if (error instanceof TypeError) throw usageError(wordsOfThrown(error).replace('credentials.basic: ', ''));
    throw error;
  }
}
