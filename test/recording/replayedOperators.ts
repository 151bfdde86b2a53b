import { endWith, map, mergeMap, type OperatorFunction, pipe, timer } from 'rxjs';
import {
  awaitingReply,
  byNickname,
  capabilityChanges,
  chatDirectory,
  chatMessages,
  chatViews,
  dedupeByIndex,
  filterByChat,
  groupByChat,
  hasCapability,
  observeInZone,
  operationErrors,
  operationResult,
  participantChanges,
  redact,
  statusChanges,
  takeUntilEnded,
  transcriptAccumulator,
  typingParticipants,
  unreadCount,
  userDataChanges,
} from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import {
  chatStateChange,
  message,
  messageLog,
  operationError,
  participant,
} from '../../src/testing/index.ts';

type Told = OperatorFunction<ChatNotification, unknown>;

const soon = { retainEnded: 30, maxChats: 3 };

/** Each operator by its name, and what makes its emissions comparable where they are no plain data. */
export const operators: Readonly<Record<string, Told>> = {
  awaitingReply: awaitingReply({ self: byNickname('TestName'), ...soon }),
  capabilityChanges: capabilityChanges(soon),
  chatDirectory: pipe(
    chatDirectory({ expireAfter: 20, ...soon }),
    map((chats) => [[...chats.entries()], chats.changed, chats.removed]),
  ),
  chatMessages: chatMessages(),
  chatViews: chatViews({ expireAfter: 20, ...soon }),
  dedupeByIndex: dedupeByIndex(soon),
  filterByChat: filterByChat('A'),
  groupByChat: pipe(
    groupByChat(soon),
    mergeMap((group) =>
      group.pipe(
        map((notification) => [group.key, notification]),
        endWith([group.key, 'over']),
      ),
    ),
  ),
  hasCapability: hasCapability('SendMessage', soon),
  observeInZone: observeInZone({ run: (work) => work() }),
  operationErrors: operationErrors(),
  operationResult: operationResult(() => timer(15).pipe(map(() => 84)), { timeout: 100 }),
  participantChanges: participantChanges(soon),
  redact: redact({ patterns: [/Hello/] }),
  statusChanges: statusChanges(soon),
  takeUntilEnded: takeUntilEnded(),
  transcriptAccumulator: transcriptAccumulator(soon),
  typingParticipants: typingParticipants({ expireAfter: 20, ...soon }),
  unreadCount: unreadCount({
    self: byNickname('TestName'),
    read$: timer(25).pipe(map(() => ({ chatId: 'A', index: 2 }))),
    ...soon,
  }),
  userDataChanges: userDataChanges(soon),
};

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const typing = { type: 'TypingStarted', from: ann } as const;

/** What is told, and when. */
export const told: readonly (readonly [frame: number, ChatNotification])[] = (
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
