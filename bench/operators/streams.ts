import { Subject } from 'rxjs';
import type { MessageLogUpdate } from '../../src/index.ts';
import { participant } from '../../src/testing/index.ts';

const from = participant();

/** The message at an index, in its own notification, created when it is emitted, as if just decoded. */
const logAt = (index: number): MessageLogUpdate => ({
  kind: 'messages',
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  origin: 'live',
  receivedAt: 1_389_261_492_035,
  chatId: 'A',
  messages: [{ index, type: 'Text', from, text: 'How may I help you?', visibility: 'All', sentAt: index }],
});

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

/** Frees what nothing holds. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('this needs node --expose-gc');
  for (let round = 0; round < 4; round += 1) globalThis.gc();
}

/** The milliseconds that some work takes. */
export function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The milliseconds that a pipeline takes for so many messages of one chat, in order or reversed. */
export function timeOf(
  connect: (source$: Subject<MessageLogUpdate>) => { unsubscribe: () => void },
  messages: number,
  isReversed = false,
): number {
  const source$ = new Subject<MessageLogUpdate>();
  const subscription = connect(source$);
  const spent = timed(() => {
    for (let at = 0; at < messages; at += 1) source$.next(logAt(isReversed ? messages - at : at));
  });
  subscription.unsubscribe();
  return spent;
}
