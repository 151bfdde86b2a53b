import { filter, identity, type MonoTypeOperatorFunction, pipe } from 'rxjs';
import { type ChatNotification, filterByChat } from '../../index.ts';
import type { WatchOptions } from './options.ts';

/** Lets pass what was asked for: of these chats and of these kinds, or all. */
export function filters({
  chat,
  kind,
}: Pick<WatchOptions, 'chat' | 'kind'>): MonoTypeOperatorFunction<ChatNotification> {
  return pipe(
    chat === undefined ? identity : filterByChat(chat),
    kind === undefined ? identity : filter((notification) => kind.includes(notification.kind)),
  );
}
