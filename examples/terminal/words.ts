import type { ChatMessage } from 'rx-chat-notifications';
import type { DeskChat } from './desk.ts';

/** What the example shows. */
export const intro: readonly string[] = [
  'rx-chat-notifications: chats of a simulated GWS over real HTTP long polling.',
  'Half way the server is restarted; some messages come twice or out of order.',
];

/** A chat in few words: the end of its id and the customer's name. */
export const nameOf = ({ chatId, customer = '' }: Pick<DeskChat, 'chatId' | 'customer'>): string =>
  `#${chatId.slice(-4)} ${customer}`;

const deeds: Readonly<Record<string, string>> = { ParticipantJoined: 'joined', ParticipantLeft: 'left' };

/** A message in one line. */
export const wordsOf = ({ type, from, text }: ChatMessage): string =>
  text === undefined ? `${from.nickname} ${deeds[type] ?? type}` : `${from.nickname}: ${text}`;
