import { checkArgument } from '../src/fold/checkArgument.ts';
import { chatIdOf, type Participant } from '../src/model/index.ts';

/**
 * Whether a participant is a user, whichever chat it is in. The user is named by a URI, a path or an id, and compared with
 * the participant's `uri`, `path` and `userId`: the last path segment counts, whatever the host, a trailing slash or a
 * query. A participant that names no user does not match.
 *
 * Wire: `participant.uri` is `http://host/api/v2/users/ID` in GWS v2, and the host can be an internal one; Workspace v3 sends
 * `personId`, in the list of participants only. `GET /me` names your own user:
 * `(await (await session.fetch('/api/v2/me')).json()).user.uri`.
 *
 * @param uri - the URI, path or id of the user.
 * @throws TypeError if `uri` names no user.
 *
 * @example
 * import { byUser } from 'rx-chat-notifications';
 * import { participant } from 'rx-chat-notifications/testing';
 *
 * const isSelf = byUser('https://gws.example.com/api/v2/users/u1');
 * console.log(isSelf(participant({ uri: 'http://internal:8090/api/v2/users/u1/' })), isSelf(participant()));
 * // → true false
 */
export function byUser(uri: string): (from: Participant) => boolean {
  const id = typeof uri === 'string' ? chatIdOf(uri) : '';
  checkArgument('byUser', 'uri', uri, id !== '', 'the URI or id of a user');
  return (from) =>
    [from.uri, from.path, from.userId].some((name) => name !== undefined && chatIdOf(name) === id);
}
