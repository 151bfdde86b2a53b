import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { BayeuxAdvice, BayeuxMessage } from '../../src/channel/index.ts';

export type Kind = 'me' | 'handshake' | 'connect' | 'subscribe' | 'unsubscribe' | 'disconnect';

/** What was asked: one Bayeux message, or for the user. */
export interface Asked {
  readonly kind: Kind;
  /** How many of its kind came until now, this one among them. */
  readonly count: number;
  /** When, by `performance.now()`. */
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly message: BayeuxMessage;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** So many bytes of the body at a time, and the milliseconds between two parts. Without it, all at once. */
  readonly slowly?: { readonly bytes: number; readonly every: number };
}

/** An answer other than the usual one. */
export type Scripted =
  | {
      readonly reply:
        Readonly<Partial<BayeuxMessage>> | ((usual: BayeuxMessage) => object | readonly object[]);
    }
  | HttpReply
  | 'silence'
  | 'hang up'
  /** In the middle of an answer that begins well. */
  | 'break off';

/** Fields of the usual reply that differ. */
export const reply = (fields: Readonly<Record<string, unknown>>): Scripted => ({ reply: fields });

/** A refusal in the words of Bayeux. */
export const refused = (error: string, advice?: BayeuxAdvice): Scripted =>
  reply({ successful: false, error, advice });

export const loginPage: HttpReply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Please sign in</html>',
};

const unknownClient = (usual: BayeuxMessage): BayeuxMessage => ({
  ...usual,
  successful: false,
  error: '402::Unknown client',
  advice: { reconnect: 'handshake', interval: 0 },
});

/** May be changed while the server runs; what it answers nothing to gets the usual answer. */
export type Script = (asked: Asked) => Scripted | undefined;

export class ScriptedServer {
  script: Script;
  /** How paths are answered that are neither of the user nor of CometD, such as those of the history. */
  rest: (path: string, headers: IncomingHttpHeaders) => HttpReply = () => loginPage;
  /** How long a poll is held, in milliseconds. */
  hold = 10_000;
  /** Whether the network swallows all that is on its way. */
  isSwallowed = false;
  readonly asked: Asked[] = [];
  /** The Bayeux sessions that the server knows. */
  readonly sessions: Set<string> = new Set<string>();
  readonly sockets: Set<Socket> = new Set<Socket>();
  readonly #subscribed = new Set<string>();
  readonly #polls = new Map<string, (extra: readonly object[]) => void>();
  readonly #queues = new Map<string, object[]>();
  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (!this.isSwallowed) this.#answer(request.url ?? '', request.headers, body, response);
    });
  })
    .on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    })
    .on('upgrade', () => {
      this.upgrades += 1; // and no answer
    });
  /** Requests to speak WebSocket. */
  upgrades = 0;
  #made = 0;
  #port = 0;

  constructor(script: Script) {
    this.script = script;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  of(kind: Kind): readonly Asked[] {
    return this.asked.filter((asked) => asked.kind === kind);
  }

  /** How many polls are held. */
  get held(): number {
    return this.#polls.size;
  }

  count(kind: Kind): number {
    return this.of(kind).length;
  }

  /** The pauses between those of a kind, in milliseconds. */
  pauses(kind: Kind): readonly number[] {
    const times = this.of(kind).map(({ at }) => at);
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections, frees the port and knows nothing any more. */
  async shutDown(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    this.forget();
  }

  /** Forgets all sessions; polls that are held stay held until `hold` is over. */
  forget(): void {
    this.sessions.clear();
    this.#subscribed.clear();
    this.#polls.clear();
    this.#queues.clear();
  }

  /** Sends to all who are subscribed. */
  publish(data: unknown, channel = '/v2/me/chats'): void {
    for (const clientId of this.#subscribed) this.#send(clientId, { channel, data });
  }

  /** Ends all sessions, and says so. */
  kill(message: object = { channel: '/meta/disconnect', successful: true }): void {
    for (const clientId of [...this.sessions]) {
      this.sessions.delete(clientId);
      this.#subscribed.delete(clientId);
      this.#send(clientId, message);
    }
  }

  #send(clientId: string, message: object): void {
    const poll = this.#polls.get(clientId);
    this.#polls.delete(clientId);
    if (poll === undefined) this.#queues.set(clientId, [...(this.#queues.get(clientId) ?? []), message]);
    else poll([message]);
  }

  #answer(url: string, headers: IncomingHttpHeaders, body: string, response: ServerResponse): void {
    if (!url.startsWith('/api/v2/notifications')) {
      const isUser = url === '/api/v2/me';
      const scripted = isUser ? this.#note('me', headers, { channel: '' }) : this.rest(url, headers);
      if (typeof scripted === 'object' && 'reply' in scripted) throw new Error('GET /me speaks no Bayeux');
      const csrf = { 'X-CSRF-HEADER': 'X-CSRF-TOKEN', 'X-CSRF-TOKEN': 'token' };
      this.#bring(response, scripted ?? { status: 200, headers: csrf, body: '{"statusCode":0}' });
      return;
    }
    const messages = JSON.parse(body) as BayeuxMessage[];
    const replies: object[] = [];
    let open = messages.length;
    for (const message of messages) {
      const kind = message.channel.replace('/meta/', '') as Kind;
      const scripted = this.#note(kind, headers, message);
      const { channel, id = '' } = message;
      const usual = { channel, id, successful: true };
      const done = (...sent: object[]): void => {
        replies.push(...sent);
        open -= 1;
        if (open === 0) this.#bring(response, { status: 200, body: JSON.stringify(replies) });
      };
      if (scripted === undefined) this.#serve(kind, message, usual, response, done);
      else if (typeof scripted === 'string' || 'status' in scripted) this.#bring(response, scripted);
      else {
        const { reply: fields } = scripted;
        this.#serve(kind, message, usual, response, (ours, ...others) => {
          const replied = typeof fields === 'function' ? fields(ours) : { ...ours, ...fields };
          done(...[replied].flat(), ...others);
        });
      }
    }
  }

  #bring(response: ServerResponse, scripted: Exclude<Scripted, { readonly reply: unknown }>): void {
    if (!this.isSwallowed) send(response, scripted);
  }

  #note(kind: Kind, headers: IncomingHttpHeaders, message: BayeuxMessage): Scripted | undefined {
    const asked = { kind, count: this.count(kind) + 1, at: performance.now(), headers, message };
    this.asked.push(asked);
    return this.script(asked);
  }

  #serve(
    kind: Kind,
    { clientId = '', advice, subscription = '' }: BayeuxMessage,
    usual: BayeuxMessage,
    response: ServerResponse,
    done: (ours: BayeuxMessage, ...others: object[]) => void,
  ): void {
    if (kind === 'handshake') {
      const made = `session-${(this.#made += 1)}`;
      this.sessions.add(made);
      done({ ...usual, clientId: made, ...{ version: '1.0', supportedConnectionTypes: ['long-polling'] } });
      return;
    }
    if (!this.sessions.has(clientId)) {
      done(unknownClient(usual));
      return;
    }
    if (kind === 'subscribe') this.#subscribed.add(clientId);
    if (kind === 'unsubscribe') this.#subscribed.delete(clientId);
    if (kind === 'disconnect') {
      this.sessions.delete(clientId);
      this.#subscribed.delete(clientId);
      this.#polls.get(clientId)?.([]);
      this.#polls.delete(clientId);
    }
    if (kind !== 'connect') {
      done({ ...usual, subscription });
      return;
    }
    const told = { ...usual, advice: { reconnect: 'retry', interval: 0, timeout: this.hold } };
    const queued = this.#queues.get(clientId) ?? [];
    this.#queues.delete(clientId);
    if (queued.length > 0 || advice?.timeout === 0) {
      done(told, ...queued);
      return;
    }
    const timer = setTimeout(() => {
      this.#polls.delete(clientId);
      done(this.sessions.has(clientId) ? told : unknownClient(usual));
    }, this.hold).unref();
    const poll = (extra: readonly object[]): void => {
      clearTimeout(timer);
      done(told, ...extra);
    };
    this.#polls.set(clientId, poll);
    response.once('close', () => {
      if (this.#polls.get(clientId) === poll) this.#polls.delete(clientId);
    });
  }
}

function send(response: ServerResponse, scripted: Exclude<Scripted, { readonly reply: unknown }>): void {
  if (scripted === 'silence') return;
  if (scripted === 'hang up') response.destroy();
  else if (scripted === 'break off') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
    response.write('[{"channel":', () => setImmediate(() => response.destroy()));
  } else {
    const { status, headers = {}, body = '', slowly } = scripted;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    if (slowly === undefined) response.end(body);
    else sendSlowly(response, Buffer.from(body), slowly);
  }
}

function sendSlowly(
  response: ServerResponse,
  body: Buffer,
  { bytes, every }: Required<HttpReply>['slowly'],
): void {
  response.write(body.subarray(0, bytes));
  setTimeout(() => {
    if (body.length > bytes) sendSlowly(response, body.subarray(bytes), { bytes, every });
    else response.end();
  }, every).unref();
}

/** Speaks enough Bayeux, and tells the user; each answer can be another. It is gone when the test is finished. */
export async function scriptedServer(script: Script = () => undefined): Promise<ScriptedServer> {
  const server = new ScriptedServer(script);
  await server.listen();
  onTestFinished(() => server.shutDown());
  return server;
}
