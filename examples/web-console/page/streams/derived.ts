import { type Observable, share } from 'rxjs';
import {
  type AwaitedReply,
  awaitingReply,
  byNickname,
  type ReadMark,
  type StatusChange,
  statusChanges,
  type Transcript,
  transcriptAccumulator,
  type TypingParticipants,
  typingParticipants,
  type UnreadCount,
  unreadCount,
} from 'rx-chat-notifications';
import type { ConsoleSession } from './session.ts';

/** What the operators make of the notifications: derived once for all views. */
export interface Derived {
  readonly awaited$: Observable<AwaitedReply>;
  readonly unread$: Observable<UnreadCount>;
  readonly statuses$: Observable<StatusChange>;
  readonly transcripts$: Observable<Transcript>;
  readonly typing$: Observable<TypingParticipants>;
}

export function derivedFrom({ notifications$, self }: ConsoleSession, read$: Observable<ReadMark>): Derived {
  const isSelf = byNickname(self);
  return {
    awaited$: notifications$.pipe(awaitingReply({ self: isSelf }), share()),
    unread$: notifications$.pipe(unreadCount({ self: isSelf, read$ }), share()),
    statuses$: notifications$.pipe(statusChanges(), share()),
    transcripts$: notifications$.pipe(transcriptAccumulator(), share()),
    typing$: notifications$.pipe(typingParticipants(), share()),
  };
}
