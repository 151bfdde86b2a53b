import { startSession } from './startSession.ts';
import type { ChatSession, SessionOptions } from './types.ts';

/**
 * The whole connection to GWS: it logs in, handshakes, subscribes, decodes, reconnects by itself after any failure, and
 * fetches what it missed. No server, however odd its answers, makes it flood.
 *
 * It connects with the first subscriber of any stream, with `ready()`, `perform()` or `reconnect()`, and disconnects
 * `linger` after the last subscriber has left. The streams never error: `denied` (the server refused the credentials, the
 * handshake or the channel) and `failed` (the attempts of `retry` are exhausted) are states, which `reconnect()` leaves.
 *
 * Once the channel is subscribed to, the list of chats and the missing messages of each are fetched while live
 * notifications go on. Late messages arrive as `history`, at their positions. An answer counts only as far as it proves that it
 * is not behind what was pushed; absence counts only if it is seen twice. What cannot be fetched is reported in `failures$`
 * and in `status.missing`, and fetched with the next backfill.
 *
 * Wire: `GET /api/v2/me` brings the CSRF token and the cookie that every POST needs, those of CometD too.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { chatMessages, chatSession } from 'rx-chat-notifications';
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * const session = chatSession({ url: simulator.url, credentials: simulator.credentials });
 *
 * session.notifications$
 *   .pipe(chatMessages())
 *   .subscribe(({ from, text, type }) => console.log(`${from.nickname}: ${text ?? type}`));
 * await session.ready();
 * const chatId = simulator.openChat({ customer: 'Ada' });
 * await session.send(chatId, 'Hello, how can I help?');
 * await session.close();
 * await simulator.stop();
 * // → Ada: ParticipantJoined
 * // → Sam: ParticipantJoined
 * // → Sam: Hello, how can I help?
 */
export const chatSession = (options: SessionOptions): ChatSession => startSession(options).session;
