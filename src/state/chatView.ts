import {
  type Capability,
  type ChatNotification,
  type ChatOperationError,
  chatShownBy,
  type ChatStatus,
  type Participant,
  sameData,
} from '../model/index.ts';
import { isNoTypingNotice, type Transcript, TranscriptFold } from './transcript.ts';
import { nobodyTypes, type Typing, typingAfter, typingAt } from './typing.ts';

/** All that is known of one chat. A snapshot: it never changes. */
export interface ChatView {
  readonly chatId: string;
  /** Absent as long as no notification showed it. */
  readonly status?: ChatStatus;
  readonly participants: readonly Participant[];
  /** None in a final state. */
  readonly capabilities: readonly Capability[];
  readonly userData: Readonly<Record<string, unknown>>;
  /**
   * All messages but typing notices: the same object as long as its messages and gaps are the same. What it says is
   * `appended` and `inserted` was so when the view came that brought it, and `lastIndex` leaves out later typing notices.
   */
  readonly transcript: Transcript;
  /** Who types now. */
  readonly typing: readonly Participant[];
  /** The last operation on this chat that failed. */
  readonly lastError?: ChatOperationError;
  /** When it was first seen in a final state, in epoch milliseconds; absent while it goes on. */
  readonly endedAt?: number;
  /** When the notification was received that last changed something here, in epoch milliseconds. */
  readonly updatedAt: number;
}

/** The fold behind {@link ChatView}. */
export interface ViewState {
  readonly view: ChatView;
  /** May have seen more indices than the transcript of the view, which is new only if it reads otherwise. */
  readonly transcript: TranscriptFold;
  readonly typing: Typing;
}

const noView = (chatId: string): ViewState => {
  const transcript = TranscriptFold.of(chatId);
  const view = {
    chatId,
    participants: [],
    capabilities: [],
    userData: {},
    transcript,
    typing: nobodyTypes.participants,
    updatedAt: 0,
  };
  return { view, transcript, typing: nobodyTypes };
};

/** What a notification is folded with. */
export interface ViewRules {
  readonly isFinal: (status: ChatStatus) => boolean;
  /** When a typing notice that is told now is no longer believed. */
  readonly typingUntil: number;
}

/** What is known of a chat after a notification; the view is the same object if nothing in it has changed. */
export function viewAfter(
  known: ViewState | undefined,
  chatId: string,
  notification: ChatNotification,
  { isFinal, typingUntil }: ViewRules,
): ViewState {
  const { view, ...before } = known ?? noView(chatId);
  const chat = chatShownBy(notification);
  const status = chat?.state ?? view.status;
  const hasEnded = status !== undefined && isFinal(status);
  const transcript =
    notification.kind === 'messages'
      ? before.transcript.with(notification.messages, isNoTypingNotice)
      : before.transcript;
  const typing = typingAfter(before.typing, notification, typingUntil, hasEnded);
  const lastError = notification.kind === 'error' ? notification : view.lastError;
  const endedAt = hasEnded ? (view.endedAt ?? notification.receivedAt) : undefined;
  const next: ChatView = {
    chatId,
    ...(status !== undefined && { status }),
    participants: kept(view.participants, chat?.participants),
    capabilities: kept(view.capabilities, hasEnded ? [] : chat?.capabilities),
    userData: kept(view.userData, chat?.userData),
    transcript: transcript.differsFrom(before.transcript) ? transcript : view.transcript,
    typing: typing.participants,
    ...(lastError !== undefined && { lastError }),
    ...(endedAt !== undefined && { endedAt }),
    updatedAt: notification.receivedAt,
  };
  return { view: known !== undefined && isSame(next, view) ? view : next, transcript, typing };
}

/** What is known of a chat at an instant at which somebody may have typed long enough. */
export function viewAt(known: ViewState, now: number): ViewState {
  const typing = typingAt(known.typing, now);
  const { participants } = typing;
  const view = known.view.typing === participants ? known.view : { ...known.view, typing: participants };
  return { ...known, view, typing };
}

/** Folds views, together with what is told of them. */
export const viewFold: {
  readonly fold: (
    known: ViewState | undefined,
    notification: ChatNotification & { readonly chatId: string },
    rules: ViewRules,
  ) => ViewState;
  readonly typingOf: (known: ViewState) => Typing;
  readonly at: (known: ViewState, now: number) => ViewState;
} = {
  fold: (known, notification, rules) => viewAfter(known, notification.chatId, notification, rules),
  typingOf: ({ typing }) => typing,
  at: viewAt,
};

/** What was known, unless something else is told: so that what stays the same stays the same object. */
const kept = <T>(known: T, told: T | undefined): T =>
  told === undefined || sameData(known, told) ? known : told;

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
