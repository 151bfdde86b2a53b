import { map, type OperatorFunction, Subject, VirtualTimeScheduler } from 'rxjs';
import { type ChatDirectory, chatDirectory, type ViewOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const state = (id: string, status = 'Chatting'): ChatNotification =>
  chatStateChange({ chat: { id, state: status } });

export const all: Readonly<
  Record<'a' | 'b' | 'c' | 'A' | 'B' | 'C' | 'i' | 'm' | 's' | 'u', ChatNotification>
> = {
  a: state('A'),
  b: state('B'),
  c: state('C'),
  A: state('A', 'Completed'),
  B: state('B', 'Completed'),
  C: state('C', 'Completed'),
  i: state('A', 'Invited'),
  m: messageLog({ chatId: 'A' }),
  s: messageLog({ chatId: 'A', messages: [{ index: 2, type: 'TypingStarted' }] }),
  u: operationError(),
};

/** A directory, short enough for a marble: `A:Chatting B:Chatting +changed -removed`. */
export const shown = (chats: ChatDirectory): string =>
  [
    ...[...chats].map(([id, { status, transcript, typing }]) =>
      [id, status, transcript.length > 0 ? transcript.length : '', typing.length > 0 ? 'typing' : '']
        .filter((part) => part !== '')
        .join(':'),
    ),
  ]
    .sort()
    .concat(
      chats.changed.map((id) => `+${id}`),
      chats.removed.map((id) => `-${id}`),
    )
    .join(' ');
export const lines =
  (options?: ViewOptions): OperatorFunction<ChatNotification, string> =>
  (source) =>
    source.pipe(chatDirectory(options), map(shown));

export const seen: Readonly<Record<'a' | 'b' | 'i' | 'm' | 'A' | 'x', string>> = {
  a: 'A:Chatting +A',
  b: 'A:Chatting B:Chatting +B',
  i: 'A:Invited +A',
  m: 'A:Chatting:1 B:Chatting +A',
  A: 'A:Completed +A',
  x: '-A',
};

/** What a marble of notifications gives, the source never ending. */
export const expectLines = (
  source: string,
  expected: string,
  values: Record<string, string>,
  options?: ViewOptions,
): void => {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot(source, all);
    expectObservable(input.pipe(lines(options))).toBe(expected, values);
    expectSubscriptions(input.subscriptions).toBe('^');
  });
};

/** All directories that notifications give. */
export const directoriesOf = (
  notifications: readonly ChatNotification[],
  options: ViewOptions = {},
): readonly ChatDirectory[] => {
  const given: ChatDirectory[] = [];
  const source = new Subject<ChatNotification>();
  source
    .pipe(chatDirectory({ scheduler: new VirtualTimeScheduler(), ...options }))
    .subscribe((chats) => given.push(chats));
  for (const notification of notifications) source.next(notification);
  return given;
};
