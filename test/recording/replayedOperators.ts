import {
  catchError,
  connect,
  endWith,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  type ObservableInput,
  type OperatorFunction,
  pipe,
  Subject,
  tap,
  timer,
} from 'rxjs';
import {
  awaitingReply,
  byNickname,
  capabilityChanges,
  chatDirectory,
  chatMessages,
  type ChatView,
  chatViews,
  dedupeByIndex,
  filterByChat,
  groupByChat,
  hasCapability,
  observeInZone,
  operationErrors,
  operationResult,
  type OperationResultOptions,
  participantChanges,
  type ReadMark,
  redact,
  responseBreaches,
  responseTimes,
  statusChanges,
  takeUntilEnded,
  type Transcript,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
  userDataChanges,
  type ViewOptions,
} from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';

type Operator = OperatorFunction<ChatNotification, unknown>;

/** What the compared operators are called with. */
interface Circumstances {
  readonly options: ViewOptions;
  /** After how many milliseconds a wait is too long. */
  readonly after: number;
  /** What the agent has read. */
  readonly readIn$: (source: Observable<ChatNotification>) => Observable<ReadMark>;
  readonly send$: () => ObservableInput<number>;
  readonly result: OperationResultOptions;
}

/** Snapshots read their content on demand: a comparison would see none of it. */
const transcriptData = ({
  chatId,
  messages,
  appended,
  inserted,
  replaced,
  lastIndex,
  gaps,
}: Transcript): object => ({
  chatId,
  messages,
  appended,
  inserted,
  replaced,
  lastIndex,
  gaps,
});
const viewData = (view: ChatView): object => ({ ...view, transcript: transcriptData(view.transcript) });

/** Each operator by its name, with emissions that are plain data. */
export const operatorsWith = ({
  options,
  after,
  readIn$,
  send$,
  result,
}: Circumstances): Readonly<Record<string, Operator>> => {
  const all: Readonly<Record<string, Operator>> = {
    awaitingReply: awaitingReply({ self, ...options }),
    capabilityChanges: capabilityChanges(options),
    chatDirectory: pipe(
      chatDirectory(options),
      map((chats) => {
        const { changed, removed, size } = chats;
        return [changed.flatMap((id) => [chats.get(id) ?? []].flat().map(viewData)), removed, size];
      }),
    ),
    chatMessages: chatMessages(),
    chatViews: pipe(chatViews(options), map(viewData)),
    dedupeByIndex: dedupeByIndex({ onConflict: 'replace', ...options }),
    filterByChat: filterByChat('A'),
    groupByChat: pipe(
      groupByChat(options),
      mergeMap((group) =>
        group.pipe(
          map((notification) => [group.key, notification]),
          endWith([group.key, 'over']),
        ),
      ),
    ),
    hasCapability: hasCapability('SendMessage', options),
    observeInZone: observeInZone({ run: (work) => work() }),
    operationErrors: operationErrors(),
    operationResult: pipe(
      operationResult(send$, result),
      catchError((error: unknown) => of(String(error))),
    ),
    participantChanges: participantChanges(options),
    redact: redact({ patterns: [/Hello/] }),
    responseBreaches: responseBreaches({ self, after, ...options }),
    responseTimes: responseTimes({ self, ...options }),
    statusChanges: statusChanges(options),
    takeUntilEnded: takeUntilEnded(),
    transcriptAccumulator: pipe(transcriptAccumulator(options), map(transcriptData)),
    typingParticipants: typingParticipants(options),
    unreadCount: connect((source$) => {
      const read$ = new Subject<ReadMark>();
      // After the notification: a mark has no time of its own.
      const marks$ = readIn$(source$).pipe(
        tap((mark) => {
          read$.next(mark);
        }),
        ignoreElements(),
      );
      return merge(source$.pipe(unreadCount({ self, read$, ...options })), marks$);
    }),
    userDataChanges: userDataChanges(options),
  };
  return all;
};

const self = byNickname('TestName');

/** What is due soon, as a marble test has it. */
export const operators: Readonly<Record<string, Operator>> = operatorsWith({
  options: { retainEnded: 30, maxChats: 3, expireAfter: 20 },
  after: 12,
  readIn$: () => timer(25).pipe(map(() => ({ chatId: 'A', index: 2 }))),
  send$: () => timer(15).pipe(map(() => 84)),
  result: { timeout: 100 },
});

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const typing = { type: 'TypingStarted', from: ann } as const;

/** A live stream: notifications, and when they arrive. */
export const liveStream: readonly (readonly [frame: number, ChatNotification])[] = (
  [
    [0, chatStateChange({ chat: { id: 'A', state: 'Invited', participants: [ann], userData: { tier: 1 } } })],
    [2, chatStateChange({ chat: { id: 'A', capabilities: ['SendMessage'], userData: { tier: 2 } } })],
    [
      2,
      messageLog({
        chatId: 'A',
        messages: [
          { index: 1, from: ann, text: 'Hello' },
          { index: 2, ...typing },
        ],
      }),
    ],
    [9, messageLog({ chatId: 'A', messages: [{ index: 5, from: ann, text: 'Anybody?' }] })],
    [9, messageLog({ chatId: 'A', messages: [{ index: 3, from: ann, text: 'Late' }] })],
    [10, messageLog({ chatId: 'B', messages: [{ index: 1, ...typing }], origin: 'live' })],
    [14, operationError({ chat: { id: 'B', state: 'Chatting' }, referenceId: 83 })],
    [20, chatStateChange({ chat: { id: 'B', participants: [ann, participant()] }, referenceId: 84 })],
    [
      35,
      messageLog({
        chatId: 'A',
        messages: [
          { index: 6, text: 'How may I help you?' },
          { index: 7, ...typing },
        ],
      }),
    ],
    [35, operationError({ referenceId: 85 })],
    [70, chatStateChange({ chat: { id: 'A', state: 'Completed' } })],
    [75, messageLog({ chatId: 'C', messages: [{ index: 1, from: ann, text: 'Hello' }], origin: 'history' })],
    [80, chatStateChange({ chat: { id: 'B', state: 'Revoked' }, origin: 'snapshot' })],
    [90, chatStateChange({ chat: { id: 'B', state: 'Chatting', capabilities: [] } })],
    [140, { ...messageLog({ chatId: 'C' }), messages: [message({ ...typing, index: 2 })] }],
    [140, messageLog({ chatId: 'A', messages: [{ index: 1, from: ann, text: 'Hello' }] })],
  ] satisfies [number, ChatNotification][]
).map(([frame, notification]) => [frame, { ...notification, receivedAt: 1_000 + frame }]);
