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
import { checkOptions, isFunction, isNumber, testOf } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import {
  type ChatNotification,
  humanMessageTypes,
  type MessageType,
  type Participant,
} from '../src/model/index.ts';
import { isIterable } from '../src/state/isIterable.ts';
import {
  nothingUnread,
  type ReadMark,
  type Unread,
  withMark,
  withMessages,
  withoutMessages,
  withOwn,
} from '../src/state/unread.ts';

/** Whose messages count, and what was read. */
export interface UnreadOptions extends RetentionOptions {
  /** Whether an author is this agent: `byUser` or `byParticipant`, or `byNickname` as a fallback. */
  readonly self: (from: Participant, chatId: string) => boolean;
  /** Emits up to which message a chat was read; a lower mark makes the later messages unread again. */
  readonly read$: Observable<ReadMark>;
  /** Which messages count. Default: those that people write: `Text`, `Message`, `PushUrl`, `CustomNotice`, `FileUploaded`. */
  readonly types?: MessageType | readonly MessageType[];
  /** Whether to count messages that the customer cannot see, too. Default `false`. */
  readonly includeInternal?: boolean;
  /** The marks of an earlier session. Of one chat the last counts. */
  readonly initialMarks?: Iterable<ReadMark>;
  /** How many marks to retain of chats that are evicted or not known yet. The least recently used go first. Default 10,000. */
  readonly maxMarks?: number;
}

/** How many messages of a chat are unread. */
export interface UnreadCount {
  readonly chatId: string;
  readonly unread: number;
  /** The index of the first of them. */
  readonly firstUnreadIndex?: number;
}

/**
 * Counts per chat the unread messages that people wrote for this agent to read, and emits when the count or the first
 * unread index changes. A chat has none at first. Messages of bots and the system (`External`), commands (`Notice`) and
 * messages that the customer cannot see do not count, nor do those of this agent: `self`, or the chat's `myParticipantId`.
 *
 * A mark covers what comes before it in the order of a transcript: epoch, index, `sentAt`. A mark without `sentAt` covers
 * the messages that were known under its index when it was given; if none was, those that the next notification lists.
 * If the indices of a reopened chat restart, its new messages are unread.
 *
 * Marks survive the eviction of their chat. Errors of `read$` and of `self` pass on; the completion of `read$` keeps the
 * marks.
 *
 * @throws TypeError if an option is invalid; the message names it. An invalid mark of `read$` errors the result.
 *
 * @example
 * import { Subject } from 'rxjs';
 * import { byUser, type ChatNotification, type ReadMark, unreadCount } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const read$ = new Subject<ReadMark>();
 * const notifications$ = new Subject<ChatNotification>();
 * notifications$
 *   .pipe(unreadCount({ self: byUser('/users/bob'), read$ }))
 *   .subscribe(({ unread }) => console.log(unread));
 * const from = participant({ nickname: 'Ann', type: 'Customer' });
 * notifications$.next(messageLog({ chatId: 'A', messages: [{ index: 1, from }, { index: 2, from }] }));
 * // → 2
 * read$.next({ chatId: 'A', index: 1 });
 * // → 1
 */
export function unreadCount(options: UnreadOptions): OperatorFunction<ChatNotification, UnreadCount> {
  const check = checkOptions('unreadCount', options);
  const {
    self,
    read$,
    types = humanMessageTypes,
    includeInternal = false,
    initialMarks = [],
    maxMarks = 10_000,
  } = options;
  check('self', self, isFunction(self), 'a function');
  check('read$', read$, isObservable(read$), 'an Observable');
  check('includeInternal', includeInternal, typeof includeInternal === 'boolean', 'true or false');
  check('maxMarks', maxMarks, isNumber(maxMarks), 'a count');
  check(
    'initialMarks',
    initialMarks,
    typeof initialMarks !== 'string' && isIterable(initialMarks),
    'marks that can be iterated over',
  );
  const toRead =
    (option: string) =>
    ({ chatId, index, sentAt }: ReadMark): Read => {
      check(`the chatId of ${option}`, chatId, typeof chatId === 'string', 'a string');
      check(`the index of ${option}`, index, isComparable(index), 'a number');
      check(`the sentAt of ${option}`, sentAt, sentAt === undefined || isComparable(sentAt), 'a number');
      return { kind: 'read', chatId, index, ...(sentAt !== undefined && { sentAt }) };
    };
  const initial = Array.from(initialMarks, toRead('initialMarks'));
  const isCounted = testOf(check, 'types', types);
  const fold = foldByChat<ChatNotification | Read, Unread, UnreadCount>(check, options, () => {
    /** Of chats that are evicted or not known yet, the least recently used first. */
    const marked = new Map<string, Unread>();
    const retain = (chatId: string, unread: Unread): void => {
      marked.delete(chatId);
      marked.set(chatId, unread);
      const [oldest] = marked.keys();
      if (marked.size > maxMarks && oldest !== undefined) marked.delete(oldest);
    };
    const known = (chatId: string): Unread => marked.get(chatId) ?? nothingUnread(chatId);
    for (const mark of initial) retain(mark.chatId, withMark(known(mark.chatId), mark, true));
    return {
      fold: (state, event, { chatId, hasEnded, reopenings }) => {
        if (event.kind === 'error' && event.chat === undefined) return state;
        const before = state ?? known(chatId);
        if (event.kind === 'read') {
          const after = withMark(before, event, state === undefined);
          if (state !== undefined) return after;
          retain(chatId, after);
          return undefined;
        }
        marked.delete(chatId);
        const now = { ...before, hasEnded, reopenings: before.earlierReopenings + reopenings };
        if (event.kind === 'messages')
          return withMessages(
            now,
            event,
            ({ type, from, visibility = 'All' }) =>
              isCounted(type) &&
              from.type !== 'External' &&
              (includeInternal || visibility === 'All') &&
              !now.own.includes(from.participantId) &&
              !self(from, chatId),
          );
        const id = event.chat?.myParticipantId;
        return id === undefined || now.own.includes(id) ? now : withOwn(now, id);
      },
      emit: (now, before, { chatId }) => {
        const { unread = 0, firstUnreadIndex } = now ?? {};
        return unread === (before?.unread ?? 0) && firstUnreadIndex === before?.firstUnreadIndex
          ? undefined
          : { chatId, unread, ...(firstUnreadIndex !== undefined && { firstUnreadIndex }) };
      },
      evict: (state, chatId) => {
        if (state.mark.index > -Infinity) retain(chatId, withoutMessages(state));
      },
    };
  });
  return (source) =>
    merge(concat(read$.pipe(map(toRead('read$'))), NEVER), source.pipe(endWith(undefined))).pipe(
      takeWhile((event) => event !== undefined),
      fold,
    );
}

interface Read extends ReadMark {
  readonly kind: 'read';
}

const isComparable = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value);

export type { ReadMark } from '../src/state/unread.ts';
