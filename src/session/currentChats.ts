import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { checkOptions } from '../../operators/internal/checkOptions.ts';
import { foldByChat } from '../../operators/internal/foldByChat.ts';
import { type Chat, type ChatNotification, chatShownBy } from '../model/index.ts';
import { TranscriptFold } from '../state/transcript.ts';

/** What is known of one chat: all that was told of it, put together. */
interface CurrentChat {
  readonly chat?: Chat;
  /** Typing notices are in it, too, for they use up indices. */
  readonly log: TranscriptFold;
  readonly receivedAt: number;
}

/** Everything current, for those who come late. */
export interface CurrentChats {
  /** Takes note of what passes. */
  readonly note: () => MonoTypeOperatorFunction<ChatNotification>;
  /** For every chat held one `snapshot` and one `history` notification, as far as either is known. */
  readonly notifications: () => readonly ChatNotification[];
}

/** Holds chats as long as the operators do. */
export function currentChats(scheduler: SchedulerLike): CurrentChats {
  const chats = new Map<string, CurrentChat>();
  return {
    note: () =>
      foldByChat<ChatNotification, CurrentChat, ChatNotification>(
        checkOptions('chatSession', {}),
        { scheduler },
        () => ({
          fold: (before, notification) => after(before, notification),
          tell: (now, _, notification) => {
            if (now !== undefined && notification.chatId !== undefined) chats.set(notification.chatId, now);
            return notification;
          },
          forget: (_, chatId) => {
            chats.delete(chatId);
          },
        }),
      ),
    notifications: () => [...chats].flatMap(([chatId, current]) => [...toldAgain(chatId, current)]),
  };
}

function after(before: CurrentChat | undefined, notification: ChatNotification): CurrentChat {
  const shown = chatShownBy(notification);
  const log = before?.log ?? TranscriptFold.of(notification.chatId ?? '');
  const known = before?.chat;
  return {
    ...(shown === undefined ? known !== undefined && { chat: known } : { chat: { ...known, ...shown } }),
    log: notification.kind === 'messages' ? log.with(notification.messages, () => true) : log,
    receivedAt: notification.receivedAt,
  };
}

function* toldAgain(chatId: string, { chat, log, receivedAt }: CurrentChat): Generator<ChatNotification> {
  if (chat !== undefined) {
    yield {
      kind: 'chat',
      messageType: 'ChatStateChangeMessage',
      notificationType: 'StatusChange',
      origin: 'snapshot',
      chatId,
      chat,
      receivedAt,
    };
  }
  if (log.length > 0) {
    yield {
      kind: 'messages',
      messageType: 'MessageLogUpdated',
      notificationType: 'NewMessages',
      origin: 'history',
      chatId,
      messages: log.messages,
      receivedAt,
    };
  }
}
