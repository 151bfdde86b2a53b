import { Bridge, type ChatBridge } from './bridge.ts';
import type { ChatBridgeOptions } from './bridgeOptions.ts';

/**
 * Runs the sessions of many agents in one process, and publishes their notifications to a stream of JetStream. Bridges that
 * are given the same agents share them evenly by leases in a bucket: an agent whose bridge crashed is taken over within twice
 * the `lifetime` of a lease.
 *
 * A lease is renewed after a third of its lifetime. If it is lost or expires, the session is closed; its deadline is checked
 * before every publish. Correctness does not depend on leases: what two bridges publish is stored once, by its id.
 *
 * No bridge has state of its own on disk. A session starts where the stream ends: what is stored of the chats that have not
 * ended is read, and the rest is fetched from the history.
 *
 * An agent whose credentials are refused is reported and tried again with backoff; the others are not affected.
 *
 * @throws TypeError if an option is invalid; the message names it.
 */
export function chatBridge(options: ChatBridgeOptions): ChatBridge {
  return new Bridge(options);
}
