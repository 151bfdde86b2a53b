import { Agent, request } from 'node:http';
import { filter } from 'rxjs';
import { createTransport } from '#transport';
import { clientOf, type Exchange, loadCometD, type Packet } from '../../src/transport/cometd.ts';
import { currentDispatcher, untimed } from '../../src/transport/dispatcher.ts';
import { ensureWindow } from '../../src/transport/minimalWindow.ts';
import type { CometDClient } from '../../src/transport/transport.ts';
import { chatSession, credentials, isMessageLogUpdate } from '../../src/index.ts';

/** A connection that is open until it is closed. */
export interface Contender {
  /** Resolves when it can receive messages. */
  readonly ready: Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** @param onMessage - is called with each message. */
export type Connect = (url: string, name: string, onMessage: () => void) => Contender;

/** Sends a poll, and gives the reply to it. */
type Poll = (url: string, body: string) => Promise<unknown>;

const path = '/api/v2/notifications';
const channel = '/v2/me/chats';

/** As CometD has it. */
const bodyOf = (id: number, name: string, to = '/meta/connect'): string =>
  JSON.stringify([
    { id: String(id), channel: to, connectionType: 'long-polling', clientId: name, ext: { ack: 1 } },
  ]);

/** Polls that follow each other, without anything around them. */
const bare =
  (poll: Poll): Connect =>
  (url, name, onMessage) => {
    const place = `${url}${path}/connect`;
    let id = 2;
    let isOver = false;
    const next = (): void => {
      poll(place, bodyOf((id += 1), name)).then(
        (messages) => {
          if (isOver) return;
          if (Array.isArray(messages) && messages.length > 1) onMessage();
          next();
        },
        (error: unknown) => {
          if (!isOver) throw error;
        },
      );
    };
    return {
      ready: poll(place, bodyOf(id, name)).then(next),
      close: () => {
        isOver = true;
        return poll(place, bodyOf(0, name, '/meta/disconnect'));
      },
    };
  };

const headers = { 'content-type': 'application/json' };

const byFetch: Poll = async (url, body) => {
  const response = await fetch(url, { method: 'POST', headers, body });
  return JSON.parse(await response.text()) as unknown;
};

const agent = new Agent({ keepAlive: true });

const byNodeHttp: Poll = (url, body) =>
  new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      });
    });
    sent.end(body);
  });

await fetch('data:,'); // makes the dispatcher

const byDispatcher: Poll = (url, body) =>
  new Promise((resolve, reject) => {
    const { origin, pathname } = new URL(url);
    const chunks: Buffer[] = [];
    currentDispatcher()?.dispatch(
      { origin, path: pathname, method: 'POST', headers, body, ...untimed },
      {
        onConnect: () => undefined,
        onHeaders: () => true,
        onData: (chunk: Buffer) => chunks.push(chunk) > 0,
        onComplete: () => {
          resolve(JSON.parse(Buffer.concat(chunks).toString()));
        },
        onError: reject,
      },
    );
  });

/** CometD's own client with a callback that only counts. */
const cometD =
  (create: () => Promise<CometDClient>): Connect =>
  (url, _name, onMessage) => {
    const connected = create();
    const ready = connected.then(
      (client) =>
        new Promise<void>((resolve) => {
          client.configure({ url: `${url}${path}`, logLevel: 'warn' });
          client.handshake(() => {
            client.subscribe(channel, onMessage, () => {
              resolve();
            });
          });
        }),
    );
    const close = async (): Promise<void> => {
      const client = await connected;
      await new Promise<void>((resolve) => {
        client.disconnect(() => {
          resolve();
        });
      });
    };
    return { ready, close };
  };

const options = { transports: ['long-polling'], ack: true };

/** Over the transport of the package. */
const ofPackage = (): Promise<CometDClient> => createTransport({ headers: () => ({}) }).createClient(options);

/** Over the dispatcher and nothing else: the least that a session can cost. */
async function overDispatcher(): Promise<CometDClient> {
  ensureWindow();
  const cometd = await loadCometD();
  class LongPollingTransport extends cometd.LongPollingTransport {
    override xhrSend(packet: Packet): Exchange {
      const exchange = { readyState: 1, status: 0, abort: () => undefined };
      void byDispatcher(packet.url, packet.body).then((messages) => {
        Object.assign(exchange, { readyState: 4, status: 200 });
        packet.onSuccess(messages as object[]);
      });
      return exchange;
    }
  }
  return clientOf({ ...cometd, LongPollingTransport }, options, () => true);
}

const ours: Connect = (url, name, onMessage) => {
  const session = chatSession({ url, credentials: credentials.basic(name, 'p4ssw0rd') });
  // Of each message, the session emits one notification, live or fetched.
  session.notifications$.pipe(filter(isMessageLogUpdate)).subscribe({
    next: ({ messages }) => {
      messages.forEach(onMessage);
    },
    error: console.error,
  });
  return { ready: session.ready(), close: () => session.close() };
};

export const contenders: Readonly<Record<string, Connect>> = {
  'node:http': bare(byNodeHttp),
  fetch: bare(byFetch),
  dispatcher: bare(byDispatcher),
  'CometD over dispatcher': cometD(overDispatcher),
  'CometD callback': cometD(ofPackage),
  ours,
};
