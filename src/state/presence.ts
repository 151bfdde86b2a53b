import {
  type Chat,
  type ChatMessage,
  type ChatNotification,
  chatShownBy,
  compareMessages,
  type Participant,
} from '../model/index.ts';
import { noNumbering, numbered, type Numbering } from './numbering.ts';

type Participants = ReadonlyMap<string, Participant>;

/** Who is in a chat. Immutable. */
export interface Presence {
  /** By `participantId`; the same map as long as nothing changes. */
  readonly participants: Participants;
  /** Those whom the last list lacks, and whose departure is not confirmed. */
  readonly missing: readonly string[];
  /** The last entry of each author in the message log. */
  readonly entries: ReadonlyMap<string, ChatMessage>;
  readonly numbering: Numbering;
  /** The state of the chat in the last notification with a list. */
  readonly listedIn: string | undefined;
}

export const nobodyPresent: Presence = {
  participants: new Map(),
  missing: [],
  entries: new Map(),
  numbering: noNumbering,
  listedIn: undefined,
};

/** Who is in a chat after a notification. */
export function presenceAfter(
  before: Presence,
  notification: ChatNotification,
  reopenings: number,
): Presence {
  const chat = chatShownBy(notification);
  if (notification.kind === 'messages') return afterLog(before, notification.messages, reopenings);
  return chat?.participants === undefined ? before : afterList(before, chat, chat.participants);
}

function afterList(before: Presence, { state }: Chat, list: readonly Participant[]): Presence {
  // Servers send an empty list on Accept, before they know the participants.
  const isPremature = list.length === 0 && state === 'Chatting' && before.listedIn !== 'Chatting';
  const listed = new Map(list.map((participant) => [participant.participantId, participant]));
  const missing = [...before.participants.keys()].filter((id) => {
    const entry = before.entries.get(id);
    const isPresent = entry === undefined ? isPremature : !isDeparture(entry);
    return isPresent && !listed.has(id) && !before.missing.includes(id);
  });
  const kept = [...before.participants].filter(([id]) => missing.includes(id));
  return { ...before, participants: new Map([...listed, ...kept]), missing, listedIn: state };
}

function afterLog(before: Presence, messages: readonly ChatMessage[], reopenings: number): Presence {
  const { numbering, log } = numbered(before.numbering, messages, reopenings);
  const entries = new Map(before.entries);
  for (const message of log) {
    const { participantId } = message.from;
    const entry = entries.get(participantId);
    if (entry === undefined || compareMessages(entry, message) < 0) entries.set(participantId, message);
  }
  const after = { ...before, entries, numbering };
  const hasLeft = (id: string): boolean => {
    const entry = entries.get(id);
    return before.missing.includes(id) && entry !== undefined && isDeparture(entry);
  };
  if (!before.missing.some(hasLeft)) return after;
  return {
    ...after,
    participants: new Map([...before.participants].filter(([id]) => !hasLeft(id))),
    missing: before.missing.filter((id) => !hasLeft(id)),
  };
}

const isDeparture = ({ type }: ChatMessage): boolean => type === 'ParticipantLeft';
