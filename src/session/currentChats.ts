import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs';
import { checkOptions } from '../../operators/internal/checkOptions.ts';
import { foldByChat } from '../../operators/internal/foldByChat.ts';
import { type Chat, type ChatNotification, chatShownBy } from '../model/index.ts';
import { TranscriptFold } from '../state/transcript.ts';

/** What is known of one chat: all that was told of it, put together. */
interface CurrentChat {
  readonly chat: Chat | undefined;
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
          fold: (before, notification) => {
            const now = after(before, notification);
            chats.set(now.log.chatId, now); // here, for it may be let go of before anything is told
            return now;
          },
          tell: (_now, _before, notification) => notification,
          forget: (_now, chatId) => {
            chats.delete(chatId);
          },
        }),
      ),
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
  };
}

const all = (): boolean => true;

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
