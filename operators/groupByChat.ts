import { defer, groupBy, type GroupedObservable, map, type OperatorFunction, Subject } from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/**
 * One group per chat, with the id of the chat as `key`. A group completes when its chat is evicted: `retainEnded` after it
 * turned final, or when there are more than `maxChats`. A non-final state before that keeps the group. An evicted chat
 * that becomes active again gets a new group. Notifications without a `chatId` are not grouped.
 *
 * @throws TypeError if an option is invalid; the message names it.
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
  const withGroups = foldByChat<N, Group<N>, Grouped<N>>(check, options, () => ({
    fold: (group, _, { chatId }) => group ?? newGroup(chatId),
    emit: (group, _, notification) => group && { group, notification },
    evict: (group) => {
      group.isEvicted = true;
      group.evicted$.next();
    },
  }));
  return (source) =>
    defer(() => {
      let current: Group<N>; // whose notification is being grouped
      const keyOf = ({ group }: Grouped<N>): Group<N> => {
        current = group;
        return group;
      };
      return source.pipe(
        withGroups,
        groupBy(keyOf, {
          element: ({ notification }) => notification,
          connector: () => current.notifications$,
          duration: ({ key: { evicted$, notifications$, isEvicted } }) =>
            // A chat that is evicted with its first notification still gets it.
            isEvicted ? notifications$ : evicted$,
        }),
        map((grouped) => {
          const { chatId } = grouped.key;
          const notifications$ = defer(() => grouped);
          return Object.assign(notifications$, { key: chatId });
        }),
      );
    });
}

interface Group<N> {
  readonly chatId: string;
  readonly notifications$: Subject<N>;
  readonly evicted$: Subject<void>;
  isEvicted: boolean;
}

const newGroup = <N>(chatId: string): Group<N> => ({
  chatId,
  notifications$: new Subject(),
  evicted$: new Subject(),
  isEvicted: false,
});

/** A notification with the group of its chat. */
interface Grouped<N> {
  readonly group: Group<N>;
  readonly notification: N;
}
