import {
  concat,
  endWith,
  isObservable,
  map,
  merge,
  NEVER,
  type Observable,
  type OperatorFunction,
  takeWhile,
} from 'rxjs';
import type { ChatNotification, MessageType, Participant } from '../src/model/index.ts';
import { lowerBound } from '../src/state/lowerBound.ts';
import { checkOptions, isFunction, testOf } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import { identityHash, type SeenMessages, seenMessages } from '../src/fold/seenMessages.ts';
import { humanMessageTypes } from '../src/fold/humanMessageTypes.ts';

/** Up to which message a chat was read. */
export interface ReadMark {
  readonly chatId: string;
  readonly index: number;
}

/** Whose messages count, and what was read. */
export interface UnreadOptions extends RetentionOptions {
  /** Whether an author is oneself; `byNickname` helps. */
  readonly self: (from: Participant, chatId: string) => boolean;
  /** Emits up to which message a chat was read; a lower index marks the later ones unread again. */
  readonly read$: Observable<ReadMark>;
  /** Which messages count. Default: those that a person wrote: `Text`, `PushUrl`, `Notice`, `CustomNotice`. */
  readonly types?: MessageType | readonly MessageType[];
}

/** How many messages of a chat are unread. */
export interface UnreadCount {
  readonly chatId: string;
  readonly unread: number;
  /** The index of the first of them. */
  readonly firstUnreadIndex?: number;
}

/**
 * Counts per chat the messages of others after the last that was read, and emits when the count or the first unread
 * changes. A chat has none at first. The same message told again counts once.
 *
 * A mark counts as news of its chat, also of one that nothing else is known of. Errors of `read$` and of `self` pass on; the completion of `read$` keeps what was read.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { of, Subject } from 'rxjs';
 * import { byNickname, type ChatNotification, type ReadMark, unreadCount } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const read$ = new Subject<ReadMark>();
 * const notifications$ = new Subject<ChatNotification>();
 * notifications$
 *   .pipe(unreadCount({ self: byNickname('Bob'), read$ }))
 *   .subscribe(({ unread }) => console.log(unread));
 * const from = participant({ nickname: 'Ann' });
 * notifications$.next(messageLog({ chatId: 'A', messages: [{ index: 1, from }, { index: 2, from }] }));
 * // → 2
 * read$.next({ chatId: 'A', index: 1 });
 * // → 1
 */
export function unreadCount(options: UnreadOptions): OperatorFunction<ChatNotification, UnreadCount> {
  const check = checkOptions('unreadCount', options);
  const { self, read$, types = humanMessageTypes } = options;
  check('self', self, isFunction(self), 'a function');
  check('read$', read$, isObservable(read$), 'an Observable');
  const toRead = ({ chatId, index }: ReadMark): Read => {
    check('the chatId of read$', chatId, typeof chatId === 'string', 'a string');
    check('the index of read$', index, typeof index === 'number' && !Number.isNaN(index), 'a number');
    return { kind: 'read', chatId, index };
  };
  const counts = testOf(check, 'types', types);
  const fold = foldByChat<ChatNotification | Read, Counted, UnreadCount>(check, options, () => ({
    fold: (
      known = {
        isNew: seenMessages(),
        indices: [],
        readTo: -Infinity,
        unread: 0,
        firstUnreadIndex: undefined,
      },
      event,
    ) => {
      if (event.kind === 'read')
        return { ...known, readTo: event.index, ...counted(known.indices, event.index) };
      if (event.kind !== 'messages') return known;
      const fresh = event.messages.filter(
        (message) =>
          counts(message.type) &&
          !self(message.from, event.chatId) &&
          known.isNew(message.index, identityHash(message)),
      );
      for (const { index } of fresh) known.indices.splice(firstAfter(known.indices, index), 0, index);
      return { ...known, ...counted(known.indices, known.readTo) };
    },
    tell: (now, before, { chatId }) => {
      const { unread = 0, firstUnreadIndex } = now ?? {};
      return unread === (before?.unread ?? 0)
        ? undefined
        : { chatId, unread, ...(firstUnreadIndex !== undefined && { firstUnreadIndex }) };
    },
  }));
  return (source) =>
    merge(concat(read$.pipe(map(toRead)), NEVER), source.pipe(endWith(undefined))).pipe(
      takeWhile((event) => event !== undefined),
      fold,
    );
}

interface Read extends ReadMark {
  readonly kind: 'read';
}

interface Counted {
  readonly isNew: SeenMessages;
  /** Of all messages that count, ascending. */
  readonly indices: number[];
  readonly readTo: number;
  readonly unread: number;
  readonly firstUnreadIndex: number | undefined;
}

function counted(indices: readonly number[], readTo: number): Pick<Counted, 'unread' | 'firstUnreadIndex'> {
  const read = firstAfter(indices, readTo);
  return { unread: indices.length - read, firstUnreadIndex: indices[read] };
}

/** The first position in ascending numbers at which one is greater. */
const firstAfter = (numbers: readonly number[], number: number): number =>
  lowerBound(numbers, (other) => other <= number);
