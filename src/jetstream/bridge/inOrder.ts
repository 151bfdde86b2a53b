import { Observable, type OperatorFunction, type SchedulerLike, Subscription } from 'rxjs';
import { type ChatNotification, isFinal } from '../../model/index.ts';
import type { DeskData } from '../../session/desk/index.ts';
import { splitLog } from '../splitLog.ts';
import {
  after,
  type ChatOrder,
  noOrder,
  type Ordered,
  ordered,
  releaseAll,
  type Single,
} from './chatOrder.ts';

/** How long messages wait for those before them, in milliseconds. The session requests what is missing after a second. */
const patience = 4_000;
/** Of so many chats the order is remembered while nothing of them waits. */
const maxChats = 10_000;

interface Chat {
  order: ChatOrder;
  timer: Subscription;
}

/**
 * Puts the messages of each chat in order: those behind a gap wait until the session has fetched what is missing, as after a
 * reconnection, but not for long. Everything else passes at once.
 */
export const inOrder =
  (
    { chats: seed }: DeskData,
    scheduler: SchedulerLike,
  ): OperatorFunction<ChatNotification, ChatNotification> =>
  (source) =>
    new Observable((subscriber) => {
      /** The least recently used first. */
      const chats = new Map<string, Chat>(
        seed.map(({ chatId, arrivals }) => [chatId, { order: orderOf(arrivals), timer: Subscription.EMPTY }]),
      );
      subscriber.add(() => {
        for (const { timer } of chats.values()) timer.unsubscribe();
      });

      function release(chat: Chat, { order, released }: Ordered): void {
        chat.order = order;
        for (const single of released) subscriber.next(single);
        if (order.held.length === 0) {
          chat.timer.unsubscribe();
          chat.timer = Subscription.EMPTY;
        } else if (chat.timer === Subscription.EMPTY) {
          chat.timer = scheduler.schedule(() => {
            chat.timer = Subscription.EMPTY;
            release(chat, releaseAll(chat.order));
          }, patience);
        }
      }

      function evict(): void {
        for (const [chatId, { order }] of chats) {
          if (order.held.length > 0) continue;
          chats.delete(chatId);
          return;
        }
      }

      function take(notification: ChatNotification): void {
        if (notification.kind === 'chat' && isFinal(notification.chat.state)) {
          const ended = chats.get(notification.chatId);
          if (ended !== undefined) release(ended, releaseAll(ended.order));
        }
        const parts = splitLog(notification);
        const singles = parts.filter(isSingle);
        for (const part of parts) if (!isSingle(part)) subscriber.next(part);
        if (singles.length === 0 || notification.chatId === undefined) return;
        const chat = chats.get(notification.chatId) ?? { order: noOrder, timer: Subscription.EMPTY };
        chats.delete(notification.chatId);
        chats.set(notification.chatId, chat);
        release(chat, ordered(chat.order, singles));
        if (chats.size > maxChats) evict();
      }

      subscriber.add(
        source.subscribe({
          next: take,
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            for (const chat of chats.values()) release(chat, releaseAll(chat.order));
            subscriber.complete();
          },
        }),
      );
    });

const isSingle = (part: ChatNotification): part is Single =>
  part.kind === 'messages' && part.messages.length === 1;

const orderOf = (arrivals: DeskData['chats'][number]['arrivals']): ChatOrder =>
  arrivals
    .flatMap(({ messages }) => messages)
    .reduce((order, message) => after(order, { messages: [message] }), noOrder);
