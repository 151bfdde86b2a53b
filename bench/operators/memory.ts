import { Subject, tap, VirtualTimeScheduler } from 'rxjs';
import {
  awaitingReply,
  byNickname,
  type ChatDirectory,
  chatDirectory,
  type ChatNotification,
  decodeNotification,
  dedupeByIndex,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
} from '../../src/index.ts';
import { chatStateChange, messageLog, participant } from '../../src/testing/index.ts';
import type { BenchRow } from '../report.ts';
import { collectGarbage, logText } from './streams.ts';

/** The bytes that are held now. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const row = (name: string, nsPerOp: number, ratio: number): BenchRow => ({
  bench: 'operators',
  case: name,
  contender: 'ours',
  nsPerOp,
  ratio: Number(ratio.toFixed(3)),
});

const logs = 50_000;

/** The bytes of a message when `hold` holds all messages of a chat. */
function bytesPerMessage(hold: (message: unknown) => unknown): number {
  const before = heldBytes();
  const held: unknown[] = [];
  for (let at = 0; at < logs; at += 1) held.push(hold(JSON.parse(logText('A', 2 * at))));
  const bytes = heldBytes() - before;
  if (held.length !== logs) throw new Error('nothing is held');
  return (bytes - logs * 8) / (2 * logs);
}

function pipelineBytesPerMessage(): number {
  const source$ = new Subject<ChatNotification>();
  const subscription = source$.pipe(dedupeByIndex(), transcriptAccumulator()).subscribe();
  const bytes = bytesPerMessage((message) => {
    const decoded = decodeNotification(message);
    if (decoded._tag === 'Right') source$.next(decoded.right);
    return undefined;
  });
  subscription.unsubscribe();
  return bytes;
}

/** What deduplication and transcript hold for a message, in relation to the parsed message. */
export function heldPerMessage(): BenchRow {
  const parsed = bytesPerMessage((message) => (message as { data: { messages: unknown } }).data.messages);
  return row('memory: held for a message against the parsed one', 0, pipelineBytesPerMessage() / parsed);
}

const chats = 1_000_000;
const day = 86_400_000;
const pause = (7 * day) / chats;

/** What happens in a chat, in milliseconds after its begin: the transcript is saved 80 s after the end. */
const ends = 60_000;
const isSaved = ends + 80_000;

/**
 * A million chats over a virtual week, through six folds with default options: what is held after the last day, in
 * relation to what was held after the first. The last directory has to be empty.
 */
export function heldAfterChats(): {
  readonly rows: readonly BenchRow[];
  readonly complaints: readonly string[];
} {
  const scheduler = new VirtualTimeScheduler();
  const self = byNickname('TestName');
  const source$ = new Subject<ChatNotification>();
  const logs$ = new Subject<ChatNotification>();
  let last: ChatDirectory | undefined;
  source$.pipe(dedupeByIndex({ scheduler })).subscribe(logs$);
  logs$.pipe(transcriptAccumulator({ scheduler })).subscribe();
  logs$.pipe(typingParticipants({ scheduler })).subscribe();
  logs$.pipe(unreadCount({ self, read$: new Subject(), scheduler })).subscribe();
  logs$.pipe(awaitingReply({ self, scheduler })).subscribe();
  logs$
    .pipe(
      chatDirectory({ scheduler }),
      tap((directory) => (last = directory)),
    )
    .subscribe();

  const customer = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
  const idOf = (chat: number): string => `chat ${chat}`;
  const emit = (chat: number, receivedAt: number, happens: 'begin' | 'end' | 'saved'): void => {
    if (chat < 0 || chat >= chats) return;
    const id = idOf(chat);
    if (happens === 'saved') {
      source$.next(
        messageLog({ chatId: id, receivedAt, messages: [{ index: 3, type: 'TranscriptSaveDone' }] }),
      );
      return;
    }
    source$.next(
      chatStateChange({
        chat: { id, state: happens === 'end' ? 'Completed' : 'Chatting', userData: { id } },
        receivedAt,
      }),
    );
    if (happens === 'end') return;
    const messages = [
      { index: 1, from: customer, text: id, sentAt: receivedAt },
      { index: 2, from: customer, type: 'TypingStarted' },
    ];
    source$.next(messageLog({ chatId: id, receivedAt, messages }));
  };
  const held: number[] = [];
  const began = performance.now();
  const steps = chats + Math.ceil(isSaved / pause);
  for (let chat = 0; chat < steps; chat += 1) {
    const now = Math.round(chat * pause);
    emit(chat, now, 'begin');
    emit(chat - Math.ceil(ends / pause), now, 'end');
    emit(chat - Math.ceil(isSaved / pause), now, 'saved');
    if ((chat + 1) % (chats / 10) === 0) held.push(heldBytes());
  }
  const nsPerOp = ((performance.now() - began) * 1e6) / (4 * chats);
  const left = last?.size ?? NaN;
  const timers = scheduler.actions.length;
  const complaints = [
    ...(left === 0 ? [] : [`memory: ${left} chats are left over`]),
    ...(timers === 0 ? [] : [`memory: ${timers} timers are left over`]),
  ];
  const [first = NaN] = held;
  const most = Math.max(...held.slice(1));
  logs$.complete();
  return {
    rows: [
      {
        ...row(
          'memory: 1,000,000 chats in a week through six folds, the most against the first tenth',
          nsPerOp,
          most / first,
        ),
        goal: 1.05,
      },
    ],
    complaints,
  };
}
