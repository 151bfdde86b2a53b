import type { ChatMessage, Participant } from './chat.ts';
import type { MessageType } from './names.ts';

const systemTypes: readonly MessageType[] = ['TranscriptSaveDone', 'IdleAlert', 'IdleClose'];

/** Whether the system itself wrote an entry of a log, so that it does not show that a chat goes on. */
export const isSystemMessage = ({ type }: ChatMessage): boolean => systemTypes.includes(type);

/** The types of messages with which people talk to each other. `Notice` is a command to agents, not one of them. */
export const humanMessageTypes: readonly MessageType[] = [
  'Text',
  'Message',
  'PushUrl',
  'CustomNotice',
  'FileUploaded',
];

export const isTypingNotice = ({ type }: Partial<ChatMessage>): boolean =>
  type === 'TypingStarted' || type === 'TypingStopped';

/** Wire: `Customer` in GWS, `Client` in GMS. */
export const isCustomer = ({ type }: Participant): boolean => type === 'Customer' || type === 'Client';
