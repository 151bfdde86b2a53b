import { EMPTY, Subject } from 'rxjs';
import type { Feed, FeedFailure } from '../view/feed.ts';
import type { WatchOptions } from '../watch/options.ts';
import { natsConnection, natsPeers } from './natsConnection.ts';

/** A stream of JetStream as something to watch. */
export interface NatsFeed extends Feed {
  readonly close: () => Promise<void>;
}

/** Reads what bridges stored: the current state of all chats and what follows, or everything since an instant. */
export async function natsFeed(
  server: string,
  { natsCreds, stream = 'chats', subject = 'gws', since, chat }: WatchOptions,
  now: number,
): Promise<NatsFeed> {
  const peers = await natsPeers();
  const connection = await natsConnection(peers, server, natsCreds);
  const failures$ = new Subject<FeedFailure>();
  const [only, ...others] = chat ?? [];
  return {
    notifications$: peers.bridge.fromJetStream(peers.jetstream(connection), {
      stream,
      subject,
      ...(only !== undefined && others.length === 0 && !only.includes('/') && { filter: { chatId: only } }),
      from: since === undefined ? 'current' : { since: now - since },
      onReport: ({ message }) => {
        failures$.next({ kind: 'recording', message });
      },
    }),
    failures$,
    status$: EMPTY,
    backfilled$: EMPTY,
    close: async () => {
      failures$.complete();
      await connection.close();
    },
  };
}
