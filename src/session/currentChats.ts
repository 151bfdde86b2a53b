import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { checkOptions } from '../../operators/internal/checkOptions.ts';
import { foldByChat } from '../../operators/internal/foldByChat.ts';
import type { KeyedOptions } from '../../operators/internal/keyedOptions.ts';
import { type Chat, type ChatNotification, chatShownBy } from '../model/index.ts';
import { TranscriptFold } from '../state/transcript.ts';
import { pastMessages, snapshotOf } from './history/askedAgain.ts';

/** What is known of one chat: all that was told of it, put together. */
export interface CurrentChat {
  readonly chat: Chat | undefined;
  /** Typing notices are in it, too, for they use up indices. */
  readonly log: TranscriptFold;
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
  /** Takes note of what passes, and tells what was known before and is now. */
  readonly note: (
    onNoted?: (notification: ChatNotification, now: CurrentChat, before: CurrentChat | undefined) => void,
  ) => MonoTypeOperatorFunction<ChatNotification>;
  readonly get: (chatId: string) => CurrentChat | undefined;
  readonly held: () => Iterable<CurrentChat>;
  /** For every chat held one `snapshot` and one `history` notification, as far as either is known. */
  readonly notifications: () => readonly ChatNotification[];
}

/** Holds chats as long as the operators do. */
export function currentChats(options: KeyedOptions & { readonly scheduler: SchedulerLike }): CurrentChats {
  const chats = new Map<string, CurrentChat>();
  return {
    note: (onNoted) =>
      foldByChat<ChatNotification, CurrentChat, ChatNotification>(
        checkOptions('chatSession', {}),
        options,
        () => ({
          fold: (before, notification) => {
            const now = after(before, notification);
            chats.set(now.log.chatId, now); // here, for it may be let go of before anything is told
            return now;
          },
          tell: (now, before, notification) => {
            if (now !== undefined) onNoted?.(notification, now, before);
            return notification;
          },
          forget: (_now, chatId) => {
            chats.delete(chatId);
          },
        }),
      ),
    get: (chatId) => chats.get(chatId),
    held: () => chats.values(),
    notifications: () => [...chats].flatMap(([chatId, current]) => [...toldAgain(chatId, current)]),
  };
}

function after(before: CurrentChat | undefined, notification: ChatNotification): CurrentChat {
  const shown = chatShownBy(notification);
  const known = before?.chat;
  const log = before?.log ?? TranscriptFold.of(notification.chatId ?? '');
  return {
    chat: shown === undefined ? known : { ...known, ...shown },
    log: notification.kind === 'messages' ? log.with(notification.messages, all) : log,
    receivedAt: notification.receivedAt,
    settled: before?.settled ?? { to: 0, lostAfter: Infinity },
  };
}

const all = (): boolean => true;

function* toldAgain(chatId: string, { chat, log, receivedAt }: CurrentChat): Generator<ChatNotification> {
  if (chat !== undefined) yield snapshotOf(chat, receivedAt);
  if (log.length > 0) yield pastMessages(chatId, log.messages, receivedAt);
}
