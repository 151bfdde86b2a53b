import {
  type Capability,
  type ChatMessage,
  type ChatNotification,
  type ChatOperationError,
  chatShownBy,
  type ChatStatus,
  isTypingNotice,
  type Participant,
  sameData,
} from '../model/index.ts';
import { MessageLog } from './messageLog.ts';
import type { Transcript } from './transcript.ts';
import {
  firstExpiry,
  nobodyTypes,
  type Typing,
  typingAfter,
  typingAt,
  type TypingParticipant,
  type TypingRules,
} from './typing.ts';

/** Everything known of one chat. A snapshot: it never changes. */
export interface ChatView {
  readonly chatId: string;
  /** Absent until a notification shows it. */
  readonly status?: ChatStatus;
  readonly participants: readonly Participant[];
  /** None in a final state. */
  readonly capabilities: readonly Capability[];
  readonly userData: Readonly<Record<string, unknown>>;
  /**
   * All messages but typing notices: the same object as long as its messages and gaps are the same. Its `appended`,
   * `inserted` and `replaced` describe the emission that changed it; `lastIndex` leaves out later typing notices.
   */
  readonly transcript: Transcript;
  /** Who is typing now. */
  readonly typing: readonly TypingParticipant[];
  /** The last operation on this chat that failed. */
  readonly lastError?: ChatOperationError;
  /** The `receivedAt` of the notification that first showed a final state; absent while the chat goes on. */
  readonly endedAt?: number;
  /** The `receivedAt` of the notification that last changed the view. */
  readonly updatedAt: number;
}

/** The fold behind {@link ChatView}. */
export interface ViewState {
  readonly view: ChatView;
  /** May know more indices than the transcript of the view, which is new only if it reads differently. */
  readonly log: MessageLog;
  readonly typing: Typing;
}

/** What a notification is folded with. */
export interface ViewRules extends TypingRules {
  readonly chatId: string;
}

const isInTranscript = (message: ChatMessage): boolean => !isTypingNotice(message);

function noView(chatId: string): ViewState {
  const log = MessageLog.of(chatId);
  const view = {
    chatId,
    participants: [],
    capabilities: [],
    userData: {},
    transcript: log,
    typing: nobodyTypes.participants,
    updatedAt: 0,
  };
  return { view, log, typing: nobodyTypes };
}

/** What is known of a chat after a notification; the view is the same object if nothing in it changed. */
export function viewAfter(
  known: ViewState | undefined,
  notification: ChatNotification,
  rules: ViewRules,
): ViewState {
  const { chatId, hasEnded, reopenings } = rules;
  const { view, ...before } = known ?? noView(chatId);
  const chat = chatShownBy(notification);
  const status = chat?.state ?? view.status;
  const log =
    notification.kind === 'messages' ? before.log.with(notification, isInTranscript, reopenings) : before.log;
  const typing = typingAfter(before.typing, notification, rules);
  const lastError = notification.kind === 'error' ? notification : view.lastError;
  const endedAt = hasEnded ? (view.endedAt ?? notification.receivedAt) : undefined;
  const next: ChatView = {
    chatId,
    ...(status !== undefined && { status }),
    participants: kept(view.participants, chat?.participants),
    capabilities: kept(view.capabilities, hasEnded ? [] : chat?.capabilities),
    userData: kept(view.userData, chat?.userData),
    transcript: log.differsFrom(before.log) ? log : view.transcript,
    typing: typing.participants,
    ...(lastError !== undefined && { lastError }),
    ...(endedAt !== undefined && { endedAt }),
    updatedAt: notification.receivedAt,
  };
  return { view: known !== undefined && isSame(next, view) ? view : next, log, typing };
}

/** What is known of a chat at an instant at which a typing notice expires. */
export function viewAt(known: ViewState, now: number): ViewState {
  const typing = typingAt(known.typing, now);
  const { participants } = typing;
  const view = known.view.typing === participants ? known.view : { ...known.view, typing: participants };
  return { ...known, view, typing };
}

/** Folds views, together with when they change by themselves. */
export const viewFold: {
  readonly fold: typeof viewAfter;
  readonly dueAt: (known: ViewState) => number;
  readonly at: typeof viewAt;
} = {
  fold: viewAfter,
  dueAt: ({ typing }) => firstExpiry(typing),
  at: viewAt,
};

/** The previous value if the new one is equal or absent, so that an unchanged value stays the same object. */
const kept = <T>(known: T, received: T | undefined): T =>
  received === undefined || sameData(known, received) ? known : received;

const compared = [
  'status',
  'participants',
  'capabilities',
  'userData',
  'transcript',
  'typing',
  'lastError',
  'endedAt',
] as const satisfies readonly (keyof ChatView)[];

const isSame = (a: ChatView, b: ChatView): boolean => compared.every((field) => a[field] === b[field]);
