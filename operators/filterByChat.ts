import {
  filter,
  isObservable,
  map,
  type MonoTypeOperatorFunction,
  type Observable,
  type OperatorFunction,
  withLatestFrom,
} from 'rxjs';
import { type ChatNotification, chatIdOf } from '../src/model/index.ts';
import { checkArgument } from '../src/fold/checkArgument.ts';

/** Which chats are meant: an id, a chat URI, several of these, or a predicate on the notification. */
export type ChatTarget<N> = string | Iterable<string> | ((notification: N) => boolean);

/**
 * Passes the notifications of some chats, whatever their kind. Matches on `chatId`: the host of a URI, a trailing
 * slash, a query and percent-encoding do not matter. The type that goes in comes out.
 *
 * @param target - an id, a chat URI, an iterable of these (read once, now), a predicate on the notification, or an
 * Observable of any of them. An Observable switches: nothing passes before its first value, its errors pass on, its
 * completion keeps the last.
 * @throws TypeError if the target is none of these; as an error of the stream for a value of a target Observable.
 *
 * @example
 * import { of } from 'rxjs';
 * import { filterByChat } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange({ chat: { id: 'A' } }), chatStateChange({ chat: { id: 'B' } }))
 *   .pipe(filterByChat('https://gws.example.com/api/v2/chats/B/'))
 *   .subscribe(({ chatId }) => console.log(chatId));
 * // → B
 */
export function filterByChat<N extends ChatNotification, M extends N>(
  target: (notification: N) => notification is M,
): OperatorFunction<N, M>;
export function filterByChat<N extends ChatNotification>(
  target: ChatTarget<N> | Observable<ChatTarget<N>>,
): MonoTypeOperatorFunction<N>;
export function filterByChat<N extends ChatNotification>(
  target: ChatTarget<N> | Observable<ChatTarget<N>>,
): MonoTypeOperatorFunction<N> {
  if (!isObservable(target)) {
    const matches = matcher(target);
    return filter((notification) => matches(notification));
  }
  return (source) =>
    source.pipe(
      withLatestFrom(target.pipe(map((latest) => matcher(latest)))),
      filter(([notification, matches]) => matches(notification)),
      map(([notification]) => notification),
    );
}

function matcher<N extends ChatNotification>(target: ChatTarget<N>): (notification: N) => boolean {
  if (typeof target === 'function') return target;
  const ids = new Set<string | undefined>();
  for (const chat of isIterable(target) ? target : [target]) {
    checkArgument('filterByChat', 'target', chat, typeof chat === 'string', wanted);
    ids.add(chatIdOf(chat));
  }
  return ({ chatId }) => ids.has(chatId);
}

const wanted = 'a chat id, a chat URI, an iterable of these, a predicate or an Observable of any of them';

const isIterable = (target: unknown): target is Iterable<unknown> =>
  typeof target === 'object' && target !== null && Symbol.iterator in target;
