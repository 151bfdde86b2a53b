import { clientOf, type CometDModule, loadCometD, stopClient } from './cometd.ts';
import type { ClosableFetch } from './closableFetch.ts';
import type { CometDClient, SessionTransport } from './transport.ts';

/** What the transports of Node and of browsers share: CometD's clients, and their end. */
export function sessionTransport(
  { close }: ClosableFetch,
  fetches: Pick<SessionTransport, 'fetch' | 'login'>,
  adapt: (cometd: CometDModule, onProgress: () => void) => CometDModule,
  canPoll: () => boolean,
  forgetCookies: () => void = () => undefined,
): Omit<SessionTransport, 'defect'> {
  const clients = new Set<CometDClient>();
  let isClosed = false;
  return {
    ...fetches,
    forgetCookies,
    async createClient(options) {
      const { onProgress = () => undefined } = options;
      const client = clientOf(adapt(await loadCometD(), onProgress), options, canPoll);
      if (isClosed) throw new Error('The session is closed');
      for (const other of clients) if (other.getStatus() === 'disconnected') clients.delete(other);
      clients.add(client);
      return client;
    },
    close() {
      isClosed = true;
      close();
      for (const client of clients) stopClient(client);
      clients.clear();
      forgetCookies();
    },
  };
}
