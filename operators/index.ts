export { type DedupeOptions, dedupeByIndex } from './dedupeByIndex.ts';
export { type ChatTarget, filterByChat } from './filterByChat.ts';
export { type StatusChange, type StatusChangesOptions, statusChanges } from './statusChanges.ts';
export { type TranscriptOptions, transcriptAccumulator } from './transcriptAccumulator.ts';
export type { KeyedOptions } from './internal/keyedOptions.ts';
export type { Transcript } from '../src/state/transcript.ts';
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
export type { Gap } from '../src/state/seenIndices.ts';
