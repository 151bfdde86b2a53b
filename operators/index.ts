export { type AwaitedReply, awaitingReply, type AwaitingReplyOptions } from './awaitingReply.ts';
export { byNickname } from './byNickname.ts';
export { byParticipant } from './byParticipant.ts';
export { byUser } from './byUser.ts';
export { type CapabilityChange, capabilityChanges } from './capabilityChanges.ts';
export { chatDirectory } from './chatDirectory.ts';
export { type ChatMessagesOptions, chatMessages, type MessageOfChat } from './chatMessages.ts';
export { chatViews } from './chatViews.ts';
export { type DedupeOptions, dedupeByIndex } from './dedupeByIndex.ts';
export { type ChatTarget, filterByChat } from './filterByChat.ts';
export { groupByChat } from './groupByChat.ts';
export { hasCapability } from './hasCapability.ts';
export { observeInZone, type ZoneLike } from './observeInZone.ts';
export { operationErrors } from './operationErrors.ts';
export { operationResult, type OperationResultOptions } from './operationResult.ts';
export { OperationFailedError, type OperationFailure } from '../src/model/index.ts';
export { type ParticipantChange, participantChanges } from './participantChanges.ts';
export { redact, type RedactRules } from './redact.ts';
export { responseBreaches, type ResponseBreachesOptions } from './responseBreaches.ts';
export { responseTimes } from './responseTimes.ts';
export { type StatusChange, type StatusChangesOptions, statusChanges } from './statusChanges.ts';
export { takeUntilEnded, type TakeUntilEndedOptions } from './takeUntilEnded.ts';
export { type TranscriptOptions, transcriptAccumulator } from './transcriptAccumulator.ts';
export { type TypingParticipants, typingParticipants } from './typingParticipants.ts';
export { type ReadMark, type UnreadCount, unreadCount, type UnreadOptions } from './unreadCount.ts';
export { type UserDataChange, userDataChanges } from './userDataChanges.ts';
export type { ChatDirectory } from '../src/state/chatDirectory.ts';
export type { ChatView } from '../src/state/chatView.ts';
export type { BuiltInRule } from '../src/redaction/builtInRules.ts';
export type { ViewOptions } from '../src/fold/viewOptions.ts';
export type { RetentionOptions } from '../src/fold/retentionOptions.ts';
export type { ResponseBreach } from '../src/state/breaches.ts';
export type { ResponseTime } from '../src/state/responses.ts';
export type { Transcript } from '../src/state/transcript.ts';
export type { TypingParticipant } from '../src/state/typing.ts';
export type {
  Capability,
  Chat,
  ChatMessage,
  ChatNotification,
  ChatOperationError,
  ChatStateChange,
  ChatStatus,
  DecodeFailure,
  DecodeProblem,
  MessageLogUpdate,
  MessageType,
  NotificationCommon,
  Origin,
  Participant,
  ParticipantType,
  Visibility,
} from '../src/model/index.ts';
export type { Gap } from '../src/state/knownIndices.ts';
