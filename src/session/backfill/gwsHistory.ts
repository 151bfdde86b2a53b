import { defer, finalize, from, map, type Observable } from 'rxjs';
import { checkOptions, isFunction } from '../../fold/checkOptions.ts';
import { Chat, decodeNotification } from '../../codec/index.ts';
import { isObject } from '../../codec/ownFields.ts';
import { failureOf } from '../../codec/report.ts';
import type { ChatMessage, DecodeFailure } from '../../model/index.ts';
import { httpReason } from '../../transport/httpReason.ts';
import { parsedJson } from '../../transport/parsedJson.ts';
import { placeOf, readableError } from '../../transport/readable.ts';
import { retryAfterOf } from '../../transport/retryAfter.ts';
import { warnOnConsole } from '../../console.ts';
import { explained, withoutStop } from '../explained.ts';
import { baseUrl } from '../httpUrl.ts';
import { type ChatHistory, HistoryError } from './chatHistory.ts';

/** Where GWS is, who asks it, and what is different in a deployment. */
export interface GwsHistoryOptions {
  /** The base of GWS, such as `https://gws.example.com`. */
  readonly url: string;
  /** Carries the credentials: the `fetch` of a session, say. */
  readonly fetch: typeof fetch;
  /** What differs between deployments. */
  readonly paths?: {
    /** Default `/api/v2/me?subresources=*`. */
    readonly chats?: string;
    /** `{chatId}` and `{fromIndex}` are filled in. Default `/api/v2/me/chats/{chatId}/messages?index={fromIndex}`. */
    readonly messages?: string;
  };
  /** Makes of a message what the live channel would bring, where indices or participant ids are others here. */
  readonly mapMessage?: (message: unknown, chatId: string) => unknown;
  /** Takes what could not be decoded; the rest is given all the same. Default: it is told on the console. */
  readonly onFailure?: (failure: DecodeFailure) => void;
}

/** More at once would not be decoded. */
const batch = 10_000;

/**
 * The history that GWS offers by REST: the chats of the user, and the messages of each.
 *
 * Wire: `GET /api/v2/me?subresources=*` tells the user with `chats`; messages come as `{ messages, statusCode }` with
 * `statusCode` 0. The path of an agent's messages differs between deployments.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { from } from 'rxjs';
 * import { chatSession, gwsHistory } from 'rx-chat-notifications';
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * const chatId = simulator.openChat({ customer: 'Ada' });
 * simulator.say(chatId, 'Ada', 'Hello?');
 * const { url, credentials } = simulator;
 * const session = chatSession({ url, credentials });
 *
 * const history = gwsHistory({
 *   url,
 *   fetch: session.fetch,
 *   paths: { messages: '/api/v2/me/chats/{chatId}/messages?index={fromIndex}' },
 * });
 * from(history.messages(chatId, 3)).subscribe(async (messages) => {
 *   console.log(messages.map(({ index, text }) => `${index}: ${text}`));
 *   await session.close();
 *   await simulator.stop();
 * });
 * // → [ '3: Hello?' ]
 */
export function gwsHistory(options: GwsHistoryOptions): ChatHistory {
  const check = checkOptions('gwsHistory', options);
  const {
    url,
    fetch,
    paths = {},
    mapMessage = (message): unknown => message,
    onFailure = toConsole,
  } = options;
  checkOptions('gwsHistory: paths', paths);
  const {
    chats = '/api/v2/me?subresources=*',
    messages = '/api/v2/me/chats/{chatId}/messages?index={fromIndex}',
  } = paths;
  check('fetch', fetch, isFunction(fetch), 'a function');
  check('paths.chats', chats, isPath(chats), 'a path that begins with /');
  check(
    'paths.messages',
    messages,
    isPath(messages) && messages.includes('{chatId}'),
    'a path that begins with / and holds {chatId}',
  );
  check('mapMessage', mapMessage, isFunction(mapMessage), 'a function');
  check('onFailure', onFailure, isFunction(onFailure), 'a function');
  const base = baseUrl('gwsHistory', url);

  const get = (path: string): Observable<Fields> =>
    defer(() => {
      const leaving = new AbortController();
      return from(resource(fetch, `${base}${path}`, leaving.signal)).pipe(
        finalize(() => {
          leaving.abort();
        }),
      );
    });

  /** One bad field does not cost the chat, for the rest may be absent; without id and state it would be none. */
  function chatOf(entry: unknown, at: number): Chat {
    const whole = Chat.validate(entry, [root, { key: 'chats', type: Chat }, { key: String(at), type: Chat }]);
    if (whole._tag === 'Right') return whole.right;
    const failure = failureOf(whole.left, entry, undefined);
    const { id, state } = isObject(entry) ? entry : {};
    const sparse = Chat.decode({ id, state });
    if (sparse._tag === 'Left') throw new HistoryError(failure.message);
    onFailure(failure);
    return sparse.right;
  }

  function* messagesOf(chatId: string, entries: readonly unknown[]): Generator<ChatMessage> {
    for (let from = 0; from < entries.length; from += batch) {
      const messages = entries.slice(from, from + batch).map((entry) => mapMessage(entry, chatId));
      const log = decodeNotification({ ...messageLog, id: chatId, messages });
      if (log._tag === 'Left') onFailure(log.left);
      else if (log.right.kind === 'messages') {
        log.right.rejected?.forEach(onFailure);
        yield* log.right.messages;
      }
    }
  }

  const history: ChatHistory = {
    chats: () =>
      get(chats).pipe(map(({ user, ...me }) => listIn(isObject(user) ? user : me, 'chats').map(chatOf))),
    messages: (chatId, fromIndex) =>
      get(
        messages
          .replaceAll('{chatId}', encodeURIComponent(chatId))
          .replaceAll('{fromIndex}', String(fromIndex)),
      ).pipe(map((told) => [...messagesOf(chatId, listIn(told, 'messages'))])),
  };
  return history;
}

const root = { key: '', type: Chat };

const messageLog = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages' };

const isPath = (value: unknown): value is string => typeof value === 'string' && value.startsWith('/');

type Fields = Readonly<Record<string, unknown>>;

/** What a resource tells. @throws HistoryError if it tells nothing, or that it did not succeed. */
async function resource(fetch: typeof globalThis.fetch, url: string, signal: AbortSignal): Promise<Fields> {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, signal });
  const { ok, status, statusText, headers } = response;
  const place = response.url || url;
  if (!ok) {
    await response.body?.cancel();
    const reason = explained(
      httpReason(status, statusText, place),
      status === 404 ? undefined : status, // GWS itself gives it for a chat that it does not know
      ' Is the chat gone, or the path another (`paths`)?',
    );
    throw new HistoryError(reason, status, retryAfterOf(headers.get('Retry-After'), Date.now()));
  }
  const text = await response.text();
  let told: unknown;
  try {
    told = parsedJson(text, response, placeOf(place));
  } catch (error) {
    throw notGws(readableError(error));
  }
  if (!isObject(told)) throw notGws(`expected an object from ${placeOf(place)}`);
  const { statusCode = 0, statusMessage = '' } = told;
  if (statusCode === 0) return told;
  const words = withoutStop(String(statusMessage));
  throw new HistoryError(
    `statusCode ${String(statusCode)} from ${placeOf(place)}: ${words}. Has the user the rights?`,
  );
}

function listIn(fields: Fields, name: string): readonly unknown[] {
  const { [name]: list } = fields;
  if (Array.isArray(list)) return list;
  throw notGws(`expected a list of ${name} in the answer, got ${list === null ? 'null' : typeof list}`);
}

const notGws = (reason: string): HistoryError => new HistoryError(explained(reason, 200));

const toConsole = ({ message }: DecodeFailure): void => {
  warnOnConsole(`not decoded: ${message}`);
};
