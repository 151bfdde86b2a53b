import type { ChatMessage, ConnectionStatus } from '../../index.ts';
import type { DeskChat } from './desk.ts';

/** A chat in few words: the end of its id and the customer's name. */
export const nameOf = ({ chatId, customer = '' }: Pick<DeskChat, 'chatId' | 'customer'>): string =>
  `#${chatId.slice(-4)} ${customer}`;

const deeds: Readonly<Record<string, string>> = { ParticipantJoined: 'joined', ParticipantLeft: 'left' };

/** A message in one line. */
export const wordsOf = ({ type, from, url, noticeText, text = url ?? noticeText }: ChatMessage): string =>
  text === undefined ? `${from.nickname} ${deeds[type] ?? type}` : `${from.nickname}: ${text}`;

/** The noun that goes with a number. */
export const nounFor = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

/** A number of things: `1 message`, `2 messages`. */
export const counted = (count: number, noun: string): string => `${count} ${nounFor(count, noun)}`;

/** A connection in one line: its state, and the details. */
export function wordsOfStatus(status: ConnectionStatus): string {
  const details = detailsOf(status);
  return details === '' ? status.state : `${status.state} (${details})`;
}

/** The reason of a status, and the window that was not backfilled; empty if there is neither. */
export function detailsOf({ reason, missing }: ConnectionStatus): string {
  const incomplete =
    missing && `messages from ${timeOfDay(missing.from)} to ${timeOfDay(missing.to)} may be missing`;
  return [reason, incomplete].filter((detail) => detail !== undefined).join('; ');
}

/** The hour, minute and second of an instant, in local time. */
const timeOfDay = (instant: number): string => new Date(instant).toTimeString().slice(0, 8);
