import { isObject } from '../codec/ownFields.ts';
import { fieldsOf } from '../session/credentials.ts';
import { networkDelay } from '../session/networkDelay.ts';
import type { Settings } from '../session/settings.ts';

/**
 * The name of the tabs that share a connection: of one server, one channel and one user. Two users never have the same, so
 * they never share. It shows neither user nor credentials.
 *
 * Rejects if the user cannot be determined.
 */
export async function groupName(
  settings: Settings,
  name: string,
  digest: (text: string) => Promise<string>,
): Promise<string> {
  const { url = '', notificationsUrl, channel } = settings;
  const user = await userOf(settings);
  return `rx-chat-notifications:${await digest(JSON.stringify([url, notificationsUrl, channel, user, name]))}`;
}

async function userOf(settings: Settings): Promise<string> {
  const { credentials } = settings;
  // The cookies of the browser are the same in all its tabs.
  if (credentials === undefined) return '';
  return credentials.kind === 'basic' ? credentials.user : await userAtServer(settings);
}

/** Wire: the response to `GET /me` contains the user. Without cookies, so that the session of a leader stays as it is. */
async function userAtServer({ credentials, url, fetch = globalThis.fetch }: Settings): Promise<string> {
  if (url === undefined || credentials === undefined)
    throw new Error('without url the server is not asked for the user');
  const response = await fetch(`${url}/api/v2/me`, {
    credentials: 'omit',
    headers: { Accept: 'application/json', ...(await fieldsOf(credentials)) },
    signal: AbortSignal.timeout(networkDelay),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status} when it was asked for the user`);
  const body: unknown = await response.json();
  const user = isObject(body) && isObject(body['user']) ? body['user'] : {};
  const id = user['id'] ?? user['userName'];
  if (typeof id !== 'string') throw new Error('the server does not say who the user is');
  return id;
}
