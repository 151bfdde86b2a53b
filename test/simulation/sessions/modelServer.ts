import type { BayeuxMessage } from '../../../src/channel/index.ts';
import { ChatMessage } from '../../../src/codec/index.ts';
import { hashed } from '../random.ts';
import type { ModelRest } from '../world/modelRest.ts';
import type { Timeline } from '../world/timeline.ts';
import { ModelBayeux } from './modelBayeux.ts';
import type { SessionEvent, SessionScenario } from './sessionScenario.ts';

type Failing = Extract<SessionEvent, { readonly do: 'fail' }>;

interface Request {
  readonly path: string;
  readonly isPost: boolean;
  readonly headers: Headers;
  readonly body: string;
}

const url = 'https://gws.example.com';

/** A GWS that `fetch` reaches: login, CSRF tokens, CometD and REST. */
export class ModelServer {
  readonly url: string = url;
  readonly bayeux: ModelBayeux;
  /** The instants of all requests. */
  readonly requestedAt: number[] = [];
  /** The only token that is accepted. */
  credentials = 1;
  readonly #timeline: Timeline;
  readonly #rest: ModelRest;
  readonly #scenario: SessionScenario;
  /** The CSRF token of each login. */
  readonly #logins = new Map<string, string>();
  #failing: (Failing & { readonly until: number })[] = [];
  #downUntil = 0;
  #tokens = 0;

  constructor(timeline: Timeline, rest: ModelRest, scenario: SessionScenario) {
    this.#timeline = timeline;
    this.#rest = rest;
    this.#scenario = scenario;
    this.bayeux = new ModelBayeux(timeline);
  }

  restart(duration: number): void {
    this.#downUntil = Math.max(this.#downUntil, this.#timeline.now + duration);
    this.bayeux.forget();
    this.#logins.clear();
  }

  logout(renews: boolean): void {
    this.#logins.clear();
    if (renews) this.credentials += 1;
  }

  fail(event: Failing): void {
    this.#failing.push({ ...event, until: event.at + event.for });
  }

  becomeHonest(): void {
    this.#failing = [];
    this.#downUntil = 0;
    this.bayeux.interval = 0;
    this.bayeux.isSplit = false;
  }

  readonly fetch: typeof fetch = (input, init = {}) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { method = 'GET', body = '', signal } = init;
    const request = {
      path: pathname + search,
      isPost: method === 'POST',
      headers: new Headers(init.headers),
      body: typeof body === 'string' ? body : '',
    };
    this.requestedAt.push(this.#timeline.now);
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      const later = (task: () => void): void => {
        this.#timeline.at(this.#timeline.now + this.#rest.latency() / 2, task);
      };
      later(() => {
        this.#receive(request, (response) => {
          later(() => {
            if (response === undefined) reject(new TypeError('fetch failed'));
            else resolve(response);
          });
        });
      });
    });
  };

  /** Without a response the connection breaks. */
  #receive(request: Request, respond: (response: Response | undefined) => void): void {
    const { now } = this.#timeline;
    if (now < this.#downUntil) {
      respond(undefined);
      return;
    }
    this.#failing = this.#failing.filter(({ until }) => until > now);
    const drawn = hashed(this.#scenario.seed, 7 * this.requestedAt.length);
    const how = this.#failing.find(({ share }) => drawn < share)?.how;
    if (how === 'silence') return;
    if (typeof how === 'number') {
      respond(new Response('', { status: how, headers: how === 429 ? { 'retry-after': '2' } : {} }));
      return;
    }
    this.#answer(request, (status, body, headers = {}) => {
      const text = JSON.stringify(body);
      const sent = how === 'cut' ? cut(text) : text;
      respond(new Response(sent, { status, headers: { 'content-type': 'application/json', ...headers } }));
    });
  }

  #answer(
    { path, isPost, headers, body }: Request,
    send: (status: number, body: unknown, headers?: Readonly<Record<string, string>>) => void,
  ): void {
    const login = /JSESSIONID=(\w+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '';
    const token = this.#logins.get(login);
    if (token === undefined) {
      const isKnown = headers.get('authorization') === `Bearer token-${this.credentials}`;
      if (!path.startsWith('/api/v2/me?') && path !== '/api/v2/me') send(401, {});
      else if (!isKnown) send(401, {});
      else this.#logIn(path, send);
      return;
    }
    if (!isPost) {
      this.#get(path, send, csrf(token));
      return;
    }
    if (headers.get('x-csrf-token') !== token) {
      send(403, {});
      return;
    }
    const node = this.requestedAt.length % 2 === 0 ? 0 : 1;
    this.bayeux.answer(JSON.parse(body) as readonly BayeuxMessage[], node, (replies) => {
      const isRotated = this.#scenario.traits.rotatesTokens && this.#logins.has(login);
      send(200, replies, isRotated ? csrf(this.#newToken(login)) : {});
    });
  }

  #logIn(
    path: string,
    send: (status: number, body: unknown, headers?: Record<string, string>) => void,
  ): void {
    const login = `login${(this.#tokens += 1)}`;
    const headers = { ...csrf(this.#newToken(login)), 'set-cookie': `JSESSIONID=${login}; Path=/api/v2` };
    this.#get(path, send, headers);
  }

  #newToken(login: string): string {
    const token = `csrf${(this.#tokens += 1)}`;
    this.#logins.set(login, token);
    return token;
  }

  #get(
    path: string,
    send: (status: number, body: unknown, headers?: Record<string, string>) => void,
    headers: Record<string, string>,
  ): void {
    if (path === '/api/v2/me') {
      send(200, { statusCode: 0, user: {} }, headers);
      return;
    }
    const [, chatId, from] = /\/chats\/(\w+)\/messages\?index=(\d+)/.exec(path) ?? [];
    const answer = this.#rest.answer(this.#timeline.now, chatId, Number(from ?? 0));
    if ('chats' in answer) send(200, { statusCode: 0, user: { chats: answer.chats } }, headers);
    else if ('messages' in answer)
      send(
        200,
        { statusCode: 0, messages: answer.messages.map((each) => ChatMessage.encode(each)) },
        headers,
      );
    else send(answer.refusal.httpStatus ?? 500, {}, headers);
  }
}

const csrf = (token: string): Record<string, string> => ({
  'x-csrf-header': 'X-CSRF-TOKEN',
  'x-csrf-token': token,
});

/** The first half of a text, then an error. */
const cut = (text: string): ReadableStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
    },
    pull(controller) {
      controller.error(new TypeError('terminated'));
    },
  });
