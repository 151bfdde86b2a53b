import { type ChatMessage, decodeNotification } from 'rx-chat-notifications';
import { createTransport } from '#transport';
import type { ChaosServer, Engine } from './engines.ts';
import type { Book, HeldChat } from './verdict.ts';

/** A client as one writes it at first. */
export interface NaiveClient {
  readonly isSubscribed: () => boolean;
  readonly book: () => Book;
  readonly close: () => void;
}

/**
 * CometD's client, which subscribes once, when it is connected for the first time, and appends what comes. So that
 * nothing else is to blame for what it loses, it signs in again whenever the server wants that, and tries again soon.
 */
export function naiveClient(
  { url, channel, credentials }: ChaosServer,
  { session: { transports = ['long-polling'], ack = true } }: Engine,
): NaiveClient {
  const authorization = `Basic ${btoa(`${credentials.user}:${credentials.password}`)}`;
  const chats = new Map<string, HeldChat & { readonly messages: ChatMessage[] }>();
  let csrfToken = '';
  const transport = createTransport({
    headers: () => ({ authorization, 'X-CSRF-TOKEN': csrfToken }),
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const isRefused = response.status === 401 || response.status === 403;
      if (isRefused && init?.method === 'POST') void signIn();
      return response;
    },
  });

  async function signIn(): Promise<void> {
    try {
      const me = await transport.fetch(`${url}/api/v2/me`, { headers: { authorization } });
      csrfToken = me.headers.get('X-CSRF-TOKEN') ?? csrfToken;
      await me.body?.cancel();
    } catch {
      // The next refusal leads here again.
    }
  }

  function append(message: unknown): void {
    const decoded = decodeNotification(message);
    if (decoded._tag === 'Left' || decoded.right.kind !== 'messages') return;
    const { chatId, messages } = decoded.right;
    const held = chats.get(chatId) ?? { messages: [] };
    held.messages.push(...messages.filter(({ type }) => !type.startsWith('Typing')));
    chats.set(chatId, held);
  }

  let isSubscribed = false;

  async function start(): Promise<void> {
    await signIn();
    const client = await transport.createClient({ transports, ack });
    client.configure({ url: `${url}/api/v2/notifications`, backoffIncrement: 50, maxNetworkDelay: 2_000 });
    let isFirst = true;
    client.handshake(({ successful }) => {
      if (successful !== true || !isFirst) return;
      isFirst = false;
      client.subscribe(channel, append, () => {
        isSubscribed = true;
      });
    });
  }

  void start();
  return {
    isSubscribed: () => isSubscribed,
    book: () => ({ name: 'naive', aspects: ['messages', 'order'], chats, inferred: new Set() }),
    close: () => {
      transport.close();
    },
  };
}
