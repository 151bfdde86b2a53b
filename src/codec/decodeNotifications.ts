import type { either } from 'fp-ts';
import { filter, map, type OperatorFunction, pipe } from 'rxjs';
import type { ChatNotification, DecodeFailure } from '../model/index.ts';
import { decodeNotification, type DecodeOptions } from './decodeNotification.ts';

/**
 * Decodes every message of a channel. No message is dropped and none ends the stream: what cannot be decoded is emitted
 * as `Left`.
 *
 * @param options - on which channel a session of another medium is a chat, see {@link decodeNotification}.
 *
 * @example
 * import { of } from 'rxjs';
 * import { decodeNotifications, lefts } from 'rx-chat-notifications';
 *
 * of({ channel: '/v2/me/chats', data: null })
 *   .pipe(decodeNotifications(), lefts())
 *   .subscribe(({ message }) => console.log(message));
 * // → data: expected object, got null
 */
export const decodeNotifications = (
  options: DecodeOptions = {},
): OperatorFunction<unknown, either.Either<DecodeFailure, ChatNotification>> =>
  map((message) => decodeNotification(message, Date.now(), options));

type AnyEither = either.Either<unknown, unknown>;
type RightOf<Result> = Result extends either.Right<infer A> ? A : never;
type LeftOf<Result> = Result extends either.Left<infer E> ? E : never;

const isRight = (result: AnyEither): result is either.Right<unknown> => result._tag === 'Right';
const isLeft = (result: AnyEither): result is either.Left<unknown> => result._tag === 'Left';

/**
 * Keeps what is `Right`.
 *
 * @example
 * import { either } from 'fp-ts';
 * import { of } from 'rxjs';
 * import { rights } from 'rx-chat-notifications';
 *
 * of(either.right(1), either.left('no number')).pipe(rights()).subscribe(console.log);
 * // → 1
 */
export const rights = <Result extends AnyEither>(): OperatorFunction<Result, RightOf<Result>> =>
  pipe(
    filter(isRight),
    map(({ right }) => right as RightOf<Result>), // what is right of a Result is of RightOf<Result>
  );

/**
 * Keeps what is `Left`.
 *
 * @example
 * import { either } from 'fp-ts';
 * import { of } from 'rxjs';
 * import { lefts } from 'rx-chat-notifications';
 *
 * of(either.right(1), either.left('no number')).pipe(lefts()).subscribe(console.log);
 * // → no number
 */
export const lefts = <Result extends AnyEither>(): OperatorFunction<Result, LeftOf<Result>> =>
  pipe(
    filter(isLeft),
    map(({ left }) => left as LeftOf<Result>), // what is left of a Result is of LeftOf<Result>
  );

/**
 * Decodes every message of a channel, emits the valid notifications and passes every failure to the callback: messages
 * that are no notification, and messages and participants that a notification has `rejected`. The callback is required,
 * so that no failure is dropped silently.
 *
 * @param onFailure - an error that it throws errors the stream.
 * @param options - on which channel a session of another medium is a chat, see {@link decodeNotification}.
 * @throws TypeError if `onFailure` is not a function.
 *
 * @example
 * import { of } from 'rxjs';
 * import { validNotifications } from 'rx-chat-notifications';
 *
 * of(
 *   { data: { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange', chat: { id: 'A', state: 5 } } },
 *   { data: { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange', chat: { id: 'A', state: 'Idle' } } },
 * )
 *   .pipe(validNotifications((failure) => console.log(failure.message)))
 *   .subscribe(({ chatId }) => console.log(chatId));
 * // → chat.state: expected string, got number
 * // → A
 */
export function validNotifications(
  onFailure: (failure: DecodeFailure) => void,
  { channel }: DecodeOptions = {},
): OperatorFunction<unknown, ChatNotification> {
  if (typeof onFailure !== 'function') {
    throw new TypeError(`validNotifications: onFailure must be a function, got ${typeof onFailure}`);
  }
  return pipe(
    map((message) => {
      const result = decodeNotification(message, Date.now(), { channel });
      if (result._tag === 'Left') {
        onFailure(result.left);
        return undefined;
      }
      if (result.right.kind !== 'error')
        for (const failure of result.right.rejected ?? []) onFailure(failure);
      return result.right;
    }),
    filter((notification) => notification !== undefined),
  );
}
