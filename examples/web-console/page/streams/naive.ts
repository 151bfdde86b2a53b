import { CometD } from 'cometd';
import { Observable } from 'rxjs';
import { type ChatMessage, decodeNotification } from 'rx-chat-notifications';
import { type ConsoleConfig, NAIVE_PATH } from '../../shared/news.ts';

/** That it is subscribed from now on, or some messages of a chat, as received. */
export type NaiveNews =
  | { readonly kind: 'subscribed' }
  | { readonly kind: 'naive'; readonly chatId: string; readonly messages: readonly ChatMessage[] };

/**
 * A client as one writes it at first: CometD, which subscribes once, when it is connected for the first time, and appends
 * what comes. So that nothing else is to blame for what it loses, it signs in again whenever the server wants that.
 */
export const naiveClient = ({ user, password }: ConsoleConfig): Observable<NaiveNews> =>
  new Observable((subscriber) => {
    const authorization = `Basic ${btoa(`${user}:${password}`)}`;
    const client = new CometD();
    for (const type of ['websocket', 'callback-polling']) client.unregisterTransport(type);

    async function signIn(): Promise<void> {
      const response = await fetch(`${NAIVE_PATH}/api/v2/me`, { headers: { authorization } });
      client.configure({
        url: `${location.origin}${NAIVE_PATH}/api/v2/notifications`,
        logLevel: 'warn',
        useWorkerScheduler: false, // the policy of the page forbids the worker
        requestHeaders: { authorization, 'X-CSRF-TOKEN': response.headers.get('X-CSRF-TOKEN') ?? '' },
      });
    }

    client.addListener('/meta/unsuccessful', () => void signIn().catch(() => undefined));

    const append = (message: object): void => {
      const decoded = decodeNotification(message);
      if (decoded._tag === 'Left' || decoded.right.kind !== 'messages') return;
      const { chatId, messages } = decoded.right;
      subscriber.next({ kind: 'naive', chatId, messages });
    };
    let isFirst = true;
    const handshake = (): void => {
      if (subscriber.closed) return; // left meanwhile
      client.handshake(({ successful }) => {
        if (successful !== true || !isFirst) return;
        isFirst = false;
        client.subscribe('/v2/me/chats', append, (reply) => {
          if (reply.successful === true) subscriber.next({ kind: 'subscribed' });
          else subscriber.error(new Error('it was not subscribed, so there is nothing to compare'));
        });
      });
    };
    void signIn().then(handshake, (error: unknown) => {
      subscriber.error(error);
    });
    return () => {
      client.disconnect();
    };
  });
