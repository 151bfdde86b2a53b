import { Subject } from 'rxjs';
import type { ChatMessage, ChatNotification, MessageLogUpdate } from '../../src/index.ts';
import { message, messageLog, participant } from '../../src/testing/index.ts';

const from = participant();

/** Messages as a chat goes on. */
export const messagesOf = (count: number): readonly ChatMessage[] =>
  Array.from({ length: count }, (_, index) => message({ index, from, text: `Message ${index}` }));

/** Each message as it is said, in a notification of its own. */
export const toldOneByOne = (
  chatId: string,
  messages: readonly ChatMessage[],
): readonly MessageLogUpdate[] => {
  const { messages: _, ...told } = messageLog({ chatId });
  return messages.map((one) => ({ ...told, messages: [one] }));
};

/** The text of a message log like that of the GWS reference. */
export function logText(chatId: string, first: number): string {
  const author = { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' };
  const entry = (index: number, text: string): object => ({
    index,
    from: author,
    text,
    visibility: 'All',
    timestamp: '2014-01-09 11:58:12.035+0200',
    type: 'Text',
    timestampSeconds: 1_389_261_492_035 + index,
  });
  return JSON.stringify({
    data: {
      notificationType: 'NewMessages',
      messageType: 'MessageLogUpdated',
      messages: [entry(first, 'How may I help you?'), entry(first + 1, 'Are you still there?')],
      chatUri: `http://localhost:8080/api/v2/chats/${chatId}`,
    },
  });
}

export const chatIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `0000Wa9CAM6W${String(at).padStart(5, '0')}`);

/** The milliseconds that some work takes. */
export function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Pushes into a pipe what it is given. */
export function pushing<T>(
  connect: (source$: Subject<T>) => { unsubscribe: () => void },
): (all: readonly T[]) => number {
  return (all) => {
    const source$ = new Subject<T>();
    const subscription = connect(source$);
    const spent = timed(() => {
      for (const one of all) source$.next(one);
    });
    subscription.unsubscribe();
    return spent;
  };
}

export type Notifications = readonly ChatNotification[];
