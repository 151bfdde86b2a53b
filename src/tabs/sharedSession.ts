import { runSharedSession } from './runSharedSession.ts';
import { thisBrowser } from './thisBrowser.ts';
import type { SharedSession, SharedSessionOptions } from './types.ts';

/**
 * A `chatSession` that all tabs of a browser share: one of them, the leader, has the connection, and the others receive
 * through it the same notifications in the same order.
 *
 * - A leader that is closed, crashes, freezes or is hidden is replaced. The next one goes on from what it knows, and its
 *   backfill fetches what was missed meanwhile.
 * - Operations of all tabs are sent by the leader, each at most once. If it disappears before it has answered, they reject
 *   with `OperationTimeoutError { wasSent: 'unknown' }`.
 * - Credentials and tokens never leave a tab. Tabs of different users never share.
 * - Without Web Locks or `BroadcastChannel`, each tab has a session of its own, and reports why on the log.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { credentials } from 'rx-chat-notifications';
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 * import { sharedSession } from 'rx-chat-notifications/tabs';
 *
 * const simulator = await startSimulator();
 * const session = sharedSession({
 *   url: simulator.url,
 *   credentials: simulator.credentials,
 *   logger: () => undefined,
 * });
 * await session.ready();
 * console.log(session.status.state);
 * await session.close();
 * await simulator.stop();
 * // → connected
 */
export const sharedSession = (options: SharedSessionOptions): SharedSession =>
  runSharedSession(options, thisBrowser());
