export type { Chat, ChatMessage, Participant } from './chat.ts';
export { chatIdOf, pathSegmentOf } from './chatIdOf.ts';
export type { DecodeFailure, DecodeProblem } from './decodeFailure.ts';
export type { Capability, ChatStatus, MessageType, ParticipantType, Visibility } from './names.ts';
export {
  type ChatNotification,
  type ChatOperationError,
  chatShownBy,
  type ChatStateChange,
  isChatOperationError,
  isChatStateChange,
  isMessageLogUpdate,
  type MessageLogUpdate,
  type NotificationCommon,
  type Origin,
} from './notification.ts';
export { compareMessages } from './compareMessages.ts';
export { isInstant } from './isInstant.ts';
export { humanMessageTypes, isCustomer, isSystemMessage, isTypingNotice } from './messageTypes.ts';
export { OperationFailedError, type OperationFailure, operationFailure } from './operationFailedError.ts';
export { sameData } from './sameData.ts';
export { epochOf, sameEntry, sameMessage } from './sameMessage.ts';
export { isFinal } from './isFinal.ts';
