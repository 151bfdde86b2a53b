import {
  defer,
  filter,
  groupBy,
  type GroupedObservable,
  map,
  merge,
  type OperatorFunction,
  Subject,
} from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/**
 * One group per chat, with its id as `key`. A group completes when its chat is final and the grace is over, or when
 * there are too many; a non-final state within the grace cancels that. A chat that comes back later gets a new group.
 * What has no `chatId` is not grouped.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { count, map, mergeMap, of } from 'rxjs';
 * import { groupByChat } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(messageLog({ chatId: 'A' }), messageLog({ chatId: 'B' }), messageLog({ chatId: 'A' }))
 *   .pipe(
 *     groupByChat(),
 *     mergeMap((chat) => chat.pipe(count(), map((notifications) => `${chat.key}: ${notifications}`))),
 *   )
 *   .subscribe((line) => console.log(line));
 * // → A: 2
 * // → B: 1
 */
export function groupByChat<N extends ChatNotification>(
  options: RetentionOptions = {},
): OperatorFunction<N, GroupedObservable<string, N>> {
  const check = checkOptions('groupByChat', options);
  const withGroups = foldByChat<N, Group<N>, Noted<N>>(check, options, () => ({
    fold: (group) => group ?? { told$: new Subject(), end$: new Subject(), isOver: false },
    tell: (group, _, notification) => group && { chatId: notification.chatId, notification, group },
    forget: (group) => {
      group.isOver = true;
      group.end$.next();
    },
  }));
  return (source) =>
    defer(() => {
      let opening: Group<N>;
      return source.pipe(
        withGroups,
        groupBy(({ chatId, group }) => ((opening = group), Object.assign(group, { chatId })), {
          element: ({ notification }) => notification,
          connector: () => opening.told$,
          duration: ({ key }) => merge(key.end$, key.told$.pipe(filter(() => key.isOver))),
        }),
        map((chat$) =>
          Object.assign(
            defer(() => chat$),
            { key: chat$.key.chatId },
          ),
        ),
      );
    });
}

interface Group<N> {
  readonly told$: Subject<N>;
  readonly end$: Subject<void>;
  isOver: boolean;
}

/** A notification with the group of its chat. */
interface Noted<N> {
  readonly chatId: string;
  readonly notification: N;
  readonly group: Group<N>;
}
