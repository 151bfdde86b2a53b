export { canonical, type NotificationWire } from './canonical.ts';
export { Chat, type ChatWire } from './chat.ts';
export { ChatMessage, type ChatMessageWire } from './chatMessage.ts';
export { ChatNotification } from './chatNotification.ts';
export { decodeNotification, type DecodeOptions } from './decodeNotification.ts';
export { decodeNotifications, lefts, rights, validNotifications } from './decodeNotifications.ts';
export { Participant, type ParticipantWire } from './participant.ts';
