/** A server in a process of its own: the least of GWS and Bayeux that sessions need, and that bare long polls need. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
  readonly channel: string;
  readonly id?: string;
  readonly clientId?: string;
}

type Reply = (messages: readonly object[]) => void;

/** A session, or a bare loop. */
interface Client {
  readonly chatId: string;
  hasPolled: boolean;
  /** How many messages its chat has. */
  said: number;
  /** Whether the last message was not followed by a poll yet. */
  isTold: boolean;
  /** Answers the poll that is held. */
  answer: ((data: object) => void) | undefined;
}

/** So many messages are under way at a time: the next one is sent when one of them was followed by a poll. */
const width = 8;

const clients = new Map<string, Client>();
let order: readonly Client[] = [];
let turn = 0;
let toSend = 0;
let underWay = 0;
let users = 0;

const entry = (index: number): object => ({
  index,
  type: 'Text',
  from: { nickname: 'Ada', type: 'Customer', participantId: '007352CE982D031B' },
  text: `Message ${index}: when will my order arrive? It was to be here on Monday.`,
  visibility: 'All',
  timestamp: '2014-01-09 11:58:12.035+0200',
  timestampSeconds: 1389261492035 + index,
});

/** As GWS tells a message. */
const notification = ({ chatId, said }: Client): object => ({
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  chatUri: `http://127.0.0.1/api/v2/chats/${chatId}`,
  messages: [entry(said)],
});

const chatIdOf = (name: string): string => `0000WA9CAM6${name.padStart(6, '0')}`;

const userOf = ({ headers }: IncomingMessage): string | undefined =>
  /JSESSIONID=(\d+)/.exec(headers.cookie ?? '')?.[1];

function clientOf(clientId: string, user = clientId): Client {
  let client = clients.get(clientId);
  if (client === undefined) {
    client = { chatId: chatIdOf(user), hasPolled: false, said: 0, isTold: false, answer: undefined };
    clients.set(clientId, client);
  }
  return client;
}

/** Sends to one after the other, each when its poll is there. */
function sendNext(): void {
  while (toSend > 0 && underWay < width) {
    const next = order[turn % order.length];
    if (next?.answer === undefined) return;
    const { answer } = next;
    next.answer = undefined;
    next.isTold = true;
    next.said += 1;
    turn += 1;
    toSend -= 1;
    underWay += 1;
    answer(notification(next));
  }
}

function poll({ channel, id, clientId = '' }: Message, reply: Reply): void {
  const connected = { channel, id, successful: true };
  const client = clientOf(clientId);
  if (!client.hasPolled) {
    client.hasPolled = true;
    reply([{ ...connected, advice: { reconnect: 'retry', interval: 0, timeout: 120_000 } }]);
    return;
  }
  if (client.isTold) underWay -= 1;
  client.isTold = false;
  client.answer = (data) => {
    reply([{ channel: '/v2/me/chats', data }, connected]);
  };
  sendNext();
}

function handshake({ channel, id }: Message, user: string | undefined, reply: Reply): void {
  const clientId = `c${users}-${clients.size}`;
  clientOf(clientId, user);
  const supportedConnectionTypes = ['long-polling'];
  const ext = { ack: true };
  reply([{ channel, id, successful: true, clientId, version: '1.0', supportedConnectionTypes, ext }]);
}

function post(message: Message, user: string | undefined, reply: Reply): void {
  const { channel, id, clientId = '' } = message;
  if (channel === '/meta/connect') poll(message, reply);
  else if (channel === '/meta/handshake') handshake(message, user, reply);
  else {
    reply([
      {
        channel,
        id,
        successful: true,
        ...(channel === '/meta/subscribe' && { subscription: '/v2/me/chats' }),
      },
    ]);
    if (channel !== '/meta/disconnect') return;
    clients.get(clientId)?.answer?.({});
    clients.delete(clientId);
  }
}

function publish(count: number): void {
  order = [...clients.values()].filter(({ answer }) => answer !== undefined);
  turn = 0;
  toSend = count;
  underWay = 0;
  setImmediate(sendNext);
}

/** What a GET brings, and its headers. */
function get(url: string, user: string | undefined): readonly [object, Record<string, string>?] {
  const { pathname, searchParams } = new URL(url, 'http://server');
  const [, chatId] = /\/chats\/([^/]+)\/messages$/.exec(pathname) ?? [];
  if (pathname === '/publish') {
    publish(Number(searchParams.get('count')));
    return [{ clients: order.length }];
  }
  if (chatId !== undefined) {
    const client = [...clients.values()].find((other) => other.chatId === chatId);
    return [{ statusCode: 0, messages: Array.from({ length: client?.said ?? 0 }, (_, at) => entry(at + 1)) }];
  }
  if (searchParams.has('subresources')) {
    const chats = user === undefined ? [] : [{ id: chatIdOf(user), state: 'Chat', referenceId: 1 }];
    return [{ statusCode: 0, user: { id: user, userName: `agent${user ?? ''}`, chats } }];
  }
  users += 1;
  const name = String(users);
  return [
    { statusCode: 0, user: { id: name, userName: `agent${name}` } },
    {
      'x-csrf-header': 'X-CSRF-TOKEN',
      'x-csrf-token': `11111111-2222-3333-4444-${name.padStart(12, '0')}`,
      'set-cookie': `JSESSIONID=${name.padStart(6, '0')}; Path=/; HttpOnly`,
    },
  ];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const user = userOf(request);
  const send = (value: object, headers: Record<string, string> = {}): void => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
  if (request.method !== 'POST') {
    send(...get(request.url ?? '', user));
    return;
  }
  void bodyOf(request).then((text) => {
    const [message] = JSON.parse(text) as [Message];
    post(message, user, send);
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('disconnect', () => process.exit()); // its parent has failed
process.send?.((server.address() as AddressInfo).port);
