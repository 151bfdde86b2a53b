import {
  endWith,
  type GroupedObservable,
  map,
  mergeAll,
  mergeMap,
  of,
  type OperatorFunction,
  Subject,
  type Subscription,
} from 'rxjs';
import { groupByChat, type RetentionOptions } from '../../operators/index.ts';
import type {
  ChatNotification,
  ChatOperationError,
  ChatStateChange,
  MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

export const state = (id: string, status: string): ChatStateChange =>
  chatStateChange({ chat: { id, state: status } });

export const a: ChatStateChange = state('A', 'Chatting');
export const b: ChatStateChange = state('B', 'Chatting');
export const c: ChatStateChange = state('C', 'Chatting');
export const A: ChatStateChange = state('A', 'Completed');
const R = state('A', 'Revoked');
const X = state('A', 'Archived');
export const B: ChatStateChange = state('B', 'Completed');
const C = state('C', 'Completed');
export const m: MessageLogUpdate = messageLog({ chatId: 'A' });
const e = operationError({ chatId: 'A' });
const E = operationError({ chat: { id: 'A', state: 'Completed' } });
export const n: ChatOperationError = operationError();
export const all: Readonly<Record<string, ChatNotification>> = { a, b, c, A, R, X, B, C, m, e, E, n };

const nameOf = (notification: ChatNotification): string =>
  Object.entries(all).find(([, value]) => value === notification)?.[0] ?? '?';

/** What happens in the groups: a group opens (`+A`), brings something, ends (`-A`). */
export const narrated: OperatorFunction<GroupedObservable<string, ChatNotification>, string> = mergeMap(
  (group) => {
    const emitted = group.pipe(map(nameOf), endWith(`-${group.key}`));
    return of(of(`+${group.key}`), emitted).pipe(mergeAll());
  },
);

/** A stream of the test's own that is listened to at once: the events of its groups, line by line. */
export const listening = (
  options: RetentionOptions = {},
): { source$: Subject<ChatNotification>; story: string[]; subscription: Subscription } => {
  const source$ = new Subject<ChatNotification>();
  const story: string[] = [];
  const subscription = source$.pipe(groupByChat(options), narrated).subscribe({
    next: (line) => story.push(line),
    error: (error: unknown) => story.push(String(error)),
    complete: () => story.push('complete'),
  });
  return { source$, story, subscription };
};
