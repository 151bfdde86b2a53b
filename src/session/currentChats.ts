import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { checkOptions } from '../fold/checkOptions.ts';
import { foldByChat, type OfChat } from '../fold/foldByChat.ts';
import type { RetentionOptions } from '../fold/retentionOptions.ts';
import { type Chat, type ChatMessage, type ChatNotification, chatShownBy } from '../model/index.ts';
import { MessageLog } from '../state/messageLog.ts';
import { pastMessages, snapshotOf } from './history/askedAgain.ts';

/** What is known of one chat: all that was told of it, put together. */
export interface CurrentChat {
  readonly chat: Chat | undefined;
  /** Typing notices are in it, too, for they use up indices. */
  readonly log: MessageLog;
  /** The messages that the last notification has added to the log. */
  readonly news: readonly ChatMessage[];
  readonly receivedAt: number;
  /** Up to which index of the log nothing is to be asked for again: it was told, or the server has nothing there. */
  readonly settled: {
    to: number;
    /** The highest index that was heard before a loss which was not made up for; `Infinity` if there is none. */
    lostAfter: number;
  };
}

/** Everything current, for those who come late and for those who ask what is missing. */
export interface CurrentChats {
  /**
   * Takes note of what passes, and drops messages that were told, as `dedupeByIndex` does. A message log without a new one
   * is dropped, unless it is the answer of an operation or has rejected ones to tell.
   */
  readonly note: (
    onNoted?: (notification: ChatNotification, now: CurrentChat, before: CurrentChat | undefined) => void,
  ) => MonoTypeOperatorFunction<ChatNotification>;
  readonly get: (chatId: string) => CurrentChat | undefined;
  readonly held: () => Iterable<CurrentChat>;
  /** For every chat held one `snapshot` and one `history` notification, as far as either is known. */
  readonly notifications: () => readonly ChatNotification[];
}

/** Holds chats as long as the operators do. */
export function currentChats(
  options: RetentionOptions & { readonly scheduler: SchedulerLike },
): CurrentChats {
  const chats = new Map<string, CurrentChat>();
  return {
    note: (onNoted) =>
      foldByChat<ChatNotification, CurrentChat, ChatNotification>(
        checkOptions('chatSession', {}),
        options,
        () => ({
          fold: (before, notification, { reopenings }) => {
            const now = after(before, notification, reopenings);
            chats.set(notification.chatId, now); // here, for it may be let go of before anything is told
            return now;
          },
          pass: (notification) => notification,
          emit: (now, before, notification) => {
            if (now === undefined) return notification;
            const told = withNews(notification, now);
            if (told !== undefined) onNoted?.(told, now, before);
            return told;
          },
          evict: (_now, chatId) => {
            chats.delete(chatId);
          },
        }),
      ),
    get: (chatId) => chats.get(chatId),
    held: () => chats.values(),
    notifications: () => [...chats].flatMap(([chatId, current]) => [...toldAgain(chatId, current)]),
  };
}

function after(
  before: CurrentChat | undefined,
  notification: OfChat<ChatNotification>,
  reopenings: number,
): CurrentChat {
  const shown = chatShownBy(notification);
  const known = before?.chat;
  const held = before?.log ?? MessageLog.of(notification.chatId);
  const isLog = notification.kind === 'messages';
  const log = isLog ? held.with(notification, undefined, reopenings) : held;
  return {
    chat: shown === undefined ? known : { ...known, ...shown },
    log,
    news: isLog ? log.news : none,
    receivedAt: notification.receivedAt,
    settled: before?.settled ?? { to: 0, lostAfter: Infinity },
  };
}

const none: readonly ChatMessage[] = [];

/** The notification with those of its messages that are new; `undefined` if it tells nothing else either. */
function withNews(notification: ChatNotification, { news, log }: CurrentChat): ChatNotification | undefined {
  if (notification.kind !== 'messages' || news === notification.messages) return notification;
  const isNews = news.length > 0 || (notification.rejected ?? notification.referenceId) !== undefined;
  return isNews
    ? { ...notification, messages: news, ...(log.looksRestarted && { isPartial: true }) }
    : undefined;
}

function* toldAgain(chatId: string, { chat, log, receivedAt }: CurrentChat): Generator<ChatNotification> {
  if (chat !== undefined) yield snapshotOf(chat, receivedAt);
  if (log.length > 0) yield pastMessages(chatId, log.messages, receivedAt);
}
