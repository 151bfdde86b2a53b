import { asyncScheduler, map, type Observable, type SchedulerLike } from 'rxjs';
import { checkOptions, isFunction, isWhole } from '../../fold/checkOptions.ts';
import { Chat, decodeNotification } from '../../codec/index.ts';
import { isObject } from '../../codec/ownFields.ts';
import { failureOf } from '../../codec/failure.ts';
import type { ChatMessage, DecodeFailure } from '../../model/index.ts';
import { warnOnConsole } from '../../console.ts';
import { cleanOf } from '../cleanOf.ts';
import { baseUrl } from '../httpUrl.ts';
import { unlessSilent } from '../unlessSilent.ts';
import { type ChatHistory, HistoryError } from './chatHistory.ts';
import { patience, silent } from './firstAnswer.ts';
import { type Fields, gwsResource, listIn, type ResourceOptions } from './gwsResource.ts';

/** Where GWS is, and what differs in a deployment. */
export interface GwsHistoryOptions {
  /** The base of GWS, such as `https://gws.example.com`. */
  readonly url: string;
  /**
   * A `fetch` with credentials, for instance that of a session. Errors hold none of the secrets that `session.fetch` itself
   * sends; those of another `fetch`, or of a function around `session.fetch`, are not known, and a server may repeat them.
   */
  readonly fetch: typeof fetch;
  /** What differs between deployments. */
  readonly paths?: {
    /** Default `/api/v2/me?subresources=*`. */
    readonly chats?: string;
    /** `{chatId}` and `{fromIndex}` are filled in. Default `/api/v2/me/chats/{chatId}/messages?index={fromIndex}`. */
    readonly messages?: string;
  };
  /** Maps a message of REST to the form of the live channel, if indices or participant ids differ. */
  readonly mapMessage?: (message: unknown, chatId: string) => unknown;
  /** Receives what could not be decoded; the rest is returned all the same. Default: `console.warn`. */
  readonly onFailure?: (failure: DecodeFailure) => void;
  /** A reply that is longer, after decompression, is a failure. Default 33,554,432 (32 MiB). */
  readonly maxResponseBytes?: number;
}

/** More at once would not be decoded. */
const batch = 10_000;

/**
 * The history that GWS offers by REST: the chats of the user, and the messages of each.
 *
 * Wire: `GET /api/v2/me?subresources=*` returns the user with `chats`; messages come as `{ messages, statusCode }` with
 * `statusCode` 0. The path of an agent's messages differs between deployments.
 *
 * @throws TypeError if an option is invalid; the message names it.
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
export const gwsHistory = (options: GwsHistoryOptions): ChatHistory => gwsHistoryOf(options, {});

/** Likewise, with what a session knows of secrets and time. */
export function gwsHistoryOf(
  options: GwsHistoryOptions,
  known: Pick<ResourceOptions, 'clean'> & { readonly scheduler?: SchedulerLike },
): ChatHistory {
  const check = checkOptions('gwsHistory', options);
  const {
    url,
    fetch,
    paths = {},
    mapMessage = (message): unknown => message,
    onFailure = toConsole,
    maxResponseBytes,
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
  const isLimit = maxResponseBytes === undefined || isWhole(maxResponseBytes);
  check('maxResponseBytes', maxResponseBytes, isLimit, 'a whole number from 1 on');
  return new GwsHistory(
    { fetch, mapMessage, onFailure, maxResponseBytes, clean: cleanOf(fetch), ...known },
    baseUrl('gwsHistory', url),
    { chats, messages },
  );
}

type ClientOptions = Required<Pick<GwsHistoryOptions, 'mapMessage' | 'onFailure'>> &
  ResourceOptions & { readonly scheduler?: SchedulerLike };

/** The REST client behind {@link gwsHistory}. */
class GwsHistory implements ChatHistory {
  readonly hasTimeout = true;
  readonly #options: ClientOptions;
  readonly #base: string;
  readonly #paths: Required<Required<GwsHistoryOptions>['paths']>;

  constructor(options: ClientOptions, base: string, paths: Required<Required<GwsHistoryOptions>['paths']>) {
    this.#options = options;
    this.#base = base;
    this.#paths = paths;
  }

  chats(): Observable<readonly Chat[]> {
    return this.#get(this.#paths.chats).pipe(
      map(({ user, ...me }) =>
        listIn(isObject(user) ? user : me, 'chats').map((entry, at) => this.#chatOf(entry, at)),
      ),
    );
  }

  messages(chatId: string, fromIndex: number): Observable<readonly ChatMessage[]> {
    const path = this.#paths.messages
      .replaceAll('{chatId}', encodeURIComponent(chatId))
      .replaceAll('{fromIndex}', String(fromIndex));
    return this.#get(path).pipe(map((log) => [...this.#messagesOf(chatId, listIn(log, 'messages'))]));
  }

  #get(path: string): Observable<Fields> {
    return unlessSilent(
      (signal, onProgress) => gwsResource(this.#options, `${this.#base}${path}`, signal, onProgress),
      patience,
      this.#options.scheduler ?? asyncScheduler,
      silent,
    );
  }

  /** One invalid field does not cost the chat, because all but id and state may be absent. */
  #chatOf(entry: unknown, at: number): Chat {
    const whole = Chat.validate(entry, [root, { key: 'chats', type: Chat }, { key: String(at), type: Chat }]);
    if (whole._tag === 'Right') return whole.right;
    const failure = failureOf(whole.left, entry, undefined);
    const { id, state } = isObject(entry) ? entry : {};
    const sparse = Chat.decode({ id, state });
    if (sparse._tag === 'Left') throw new HistoryError(failure.message);
    this.#options.onFailure(failure);
    return sparse.right;
  }

  *#messagesOf(chatId: string, entries: readonly unknown[]): Generator<ChatMessage> {
    const { mapMessage, onFailure } = this.#options;
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
}

const root = { key: '', type: Chat };

const messageLog = { messageType: 'MessageLogUpdated', notificationType: 'NewMessages' };

const isPath = (value: unknown): value is string => typeof value === 'string' && value.startsWith('/');

const toConsole = ({ message }: DecodeFailure): void => {
  warnOnConsole(`not decoded: ${message}`);
};
