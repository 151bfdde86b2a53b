import type { Observable } from 'rxjs';
import type { BayeuxClient } from './bayeuxClient.ts';
import { linkOf } from './clientLink.ts';
import type { ChannelOptions } from './fromChannel.ts';
import type { ConnectionStatus } from './status.ts';

/**
 * How the connection of a CometD client is: the current status at once, then every change. It is derived from the
 * replies to `/meta/connect`, because `getStatus()` still says connected while the first of them fails, and is
 * `connected` only when every channel that `fromChannel` holds is acknowledged, too. Never errors, never completes.
 *
 * @example
 * import { distinctUntilChanged, map } from 'rxjs';
 * import { connectionStatus } from 'rx-chat-notifications';
 * import { fakeBayeuxClient } from 'rx-chat-notifications/testing';
 *
 * const client = fakeBayeuxClient();
 * connectionStatus(client)
 *   .pipe(map(({ state }) => state), distinctUntilChanged())
 *   .subscribe((state) => console.log(state));
 * client.handshake();
 * client.interrupt();
 * // → idle
 * // → connecting
 * // → connected
 * // → interrupted
 */
export const connectionStatus = (
  client: BayeuxClient,
  { scheduler }: ChannelOptions = {},
): Observable<ConnectionStatus> => linkOf(client, 'connectionStatus').statusOn(scheduler);
