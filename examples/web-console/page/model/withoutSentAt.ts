import type { ChatMessage, ChatNotification } from 'rx-chat-notifications';

/**
 * A notification as if the server told no times: folds then count from when it was received. The simulator's clock starts
 * in 2014 and leaps, so that the same seed gives the same chats; with a real GWS nobody needs this.
 */
export function withoutSentAt(notification: ChatNotification): ChatNotification {
  if (notification.kind !== 'messages') return notification;
  const untimed = ({ sentAt: _, ...message }: ChatMessage): ChatMessage => message;
  return { ...notification, messages: notification.messages.map(untimed) };
}
