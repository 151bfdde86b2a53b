import {
  concat,
  concatMap,
  defer,
  EMPTY,
  groupBy,
  type GroupedObservable,
  type Observable,
  type OperatorFunction,
  Subject,
} from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { checkOptions } from './internal/checkOptions.ts';
import { foldByChat } from './internal/foldByChat.ts';
import type { KeyedOptions } from './internal/keyedOptions.ts';

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
  options: KeyedOptions = {},
): OperatorFunction<N, GroupedObservable<string, N>> {
  const withGroups = foldByChat<N, Group, Noted<N>>(checkOptions('groupByChat', options), options, () => ({
    fold: (group) => group ?? { end$: new Subject(), isOver: false },
    tell: (group, _, notification) => group && { chatId: notification.chatId ?? '', notification, group },
    forget: (group) => {
      group.isOver = true;
      group.end$.next();
    },
  }));
  return (source) =>
    defer(() => {
      let current: Group;
      return source.pipe(
        withGroups,
        // A chat that ends where there are too many goes at once, but not before its group has heard of it.
        concatMap((noted) => (noted.group.isOver ? concat([noted], ending(noted.group)) : [noted])),
        groupBy(
          ({ chatId, group }) => {
            current = group;
            return chatId;
          },
          { element: ({ notification }) => notification, duration: () => current.end$ },
        ),
      );
    });
}

interface Group {
  readonly end$: Subject<void>;
  isOver: boolean;
}

/** A notification with the group of its chat. */
interface Noted<N> {
  readonly chatId: string;
  readonly notification: N;
  readonly group: Group;
}

const ending = ({ end$ }: Group): Observable<never> =>
  defer(() => {
    end$.next();
    return EMPTY;
  });
