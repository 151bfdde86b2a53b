import { createHash } from 'node:crypto';

/** A user of the server: an agent who may sign in. */
export interface User {
  readonly id: string;
  readonly uri: string;
}

/** Wire: GWS names its users by an internal host, whichever host a client uses. */
const USERS = 'http://gws.internal:8090/api/v2/users/';

/** The user of an agent: the same in every chat, on every port and after every restart. */
export function userOf(agent: string): User {
  const id = createHash('sha256').update(agent).digest('hex').slice(0, 32);
  return { id, uri: USERS + id };
}
