import type { MonoTypeOperatorFunction } from 'rxjs';
import type { ChatNotification, MessageLogUpdate } from '../../src/model/index.ts';
import type { Check } from './checkOptions.ts';
import { foldByChat } from './foldByChat.ts';
import type { KeyedOptions } from './keyedOptions.ts';
import { type SeenMessages, seenMessages } from './seenMessages.ts';

/** What is behind `dedupeByIndex`. `isNews` says whether a notification tells anything but messages that were seen. */
export const dedupe = <N extends ChatNotification>(
  check: Check,
  options: KeyedOptions,
  hashOf: (message: MessageLogUpdate['messages'][number]) => number,
  isNews: (notification: MessageLogUpdate) => boolean,
): MonoTypeOperatorFunction<N> =>
  foldByChat<N, SeenMessages, N>(check, options, () => ({
    fold: (seen, { kind }) => (kind === 'messages' ? (seen ?? seenMessages()) : seen),
    pass: (notification) => notification,
    tell: (seen, _, notification) => {
      if (seen === undefined || notification.kind !== 'messages') return notification;
      const messages = notification.messages.filter((message) => seen(message.index, hashOf(message)));
      if (messages.length === notification.messages.length) return notification;
      return messages.length > 0 || isNews(notification) ? { ...notification, messages } : undefined;
    },
  }));
