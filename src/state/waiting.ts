import {
  type ChatMessage,
  type ChatNotification,
  chatShownBy,
  compareMessages,
  epochOf,
  humanMessageTypes,
  isCustomer,
  type Participant,
} from '../model/index.ts';
import { lowerBound } from './lowerBound.ts';
import { type LogEntries, MessageLog } from './messageLog.ts';

/** Whether an author is the user of this program. */
export type IsSelf = (from: Participant, chatId: string) => boolean;

/** A message that waits, or that answers. */
export interface Entry {
  readonly message: ChatMessage;
  /** By the local clock, the latest instant at which it can have been sent; `Infinity` if unknown. */
  readonly local: number;
  readonly isLive: boolean;
  /** Whether its wait was reported as too long. */
  readonly isReported?: true;
}

/** A wait that an answer ended. */
export interface Answered {
  readonly asked: readonly Entry[];
  readonly answer: Entry;
}

/** What the customers of a chat wrote and nobody has answered. Immutable. */
export interface Waiting {
  readonly log: MessageLog;
  /** In the order of the log. */
  readonly open: readonly Entry[];
  /** When the first of them was sent, as `AwaitedReply` reports it. */
  readonly since: number | undefined;
  /** The waits that were answered: by the last notification or, if `rewritten` is set, all of them. */
  readonly answered: readonly Answered[];
  /** Set if the last notification changed the log before its end: the messages that are gone. */
  readonly rewritten: readonly ChatMessage[] | undefined;
  /** The participants of the last state that listed any, and those who are missing there for the first time. */
  readonly listed: readonly string[];
  readonly missing: readonly string[];
  /** At most how far the local clock is ahead of the server's; `Infinity` if unknown. */
  readonly offset: number;
  readonly receivedDate: string | undefined;
}

const none: readonly never[] = [];

export const nothingWaits = (chatId: string): Waiting => ({
  log: MessageLog.of(chatId),
  open: none,
  since: undefined,
  answered: none,
  rewritten: undefined,
  listed: none,
  missing: none,
  offset: Infinity,
  receivedDate: undefined,
});

/**
 * What waits after a notification. An answer ends the wait of what stands before it in the log; so does a departure for
 * the words of the participant who left, and the end of the chat for all words.
 */
export function waitingAfter(
  waiting: Waiting,
  notification: ChatNotification,
  { hasEnded, reopenings }: { readonly hasEnded: boolean; readonly reopenings: number },
  self: IsSelf,
): Waiting {
  const { missing, ...next } =
    notification.kind === 'messages'
      ? withMessages(waiting, notification, reopenings, self)
      : { ...waiting, answered: none, rewritten: undefined };
  const { state, participants, receivedDate = next.receivedDate } = chatShownBy(notification) ?? {};
  let { listed } = next;
  let unsure = missing;
  let gone: readonly string[] = none;
  if (participants !== undefined) {
    const ids = participants.map(({ participantId }) => participantId);
    const isMissing = (id: string): boolean => !ids.includes(id);
    // A second list has to confirm a departure: servers send an empty one right after `Accept`.
    unsure = listed.filter(isMissing);
    gone = missing.filter(isMissing);
    listed = ids;
  }
  let { log, open } = next;
  const last = log.at(-1);
  const isEnd = (hasEnded || state === 'LeftChat') && last?.type !== chatEnded;
  if (last !== undefined && gone.length + Number(isEnd) > 0) {
    // What only a state shows becomes an entry behind all that is known: so late messages before it do not wait either.
    const index = Math.floor(log.lastIndex ?? 0) + 0.5;
    const messages: ChatMessage[] = gone.map((participantId) => ({
      index,
      type: participantLeft,
      from: { ...last.from, participantId },
    }));
    if (isEnd) messages.push({ index, type: chatEnded, from: last.from });
    log = log.with({ origin: 'live', messages }, undefined, reopenings);
    open = messages.reduce(withoutGone, open);
  }
  const [first] = open;
  const since = first && (serverTimeOf(log, first, receivedDate) ?? (first.isLive ? first.local : undefined));
  return { ...next, log, open, since, listed, missing: unsure, receivedDate };
}

const participantLeft = 'ParticipantLeft';
const chatEnded = 'ChatEnded';

const withoutGone = (
  open: readonly Entry[],
  { type, from: { participantId } }: ChatMessage,
): readonly Entry[] =>
  type === chatEnded ? none : open.filter(({ message }) => message.from.participantId !== participantId);

function withMessages(
  waiting: Waiting,
  entries: LogEntries & { readonly receivedAt: number },
  reopenings: number,
  self: IsSelf,
): Waiting {
  const { receivedAt, messages, origin } = entries;
  const log = waiting.log.with(entries, undefined, reopenings);
  const newest = messages.reduce((latest, { sentAt = latest }) => Math.max(latest, sentAt), -Infinity);
  const isLive = origin === 'live';
  const received = (message: ChatMessage): Entry => ({
    message,
    local: message.sentAt === undefined ? receivedAt : receivedAt - newest + message.sentAt,
    isLive,
  });
  const next = { ...waiting, log, offset: Math.min(waiting.offset, receivedAt - newest) };
  if (log.inserted.length + log.replaced.length === 0)
    return { ...next, ...walk(log, log.appended, self, received, waiting.open), rewritten: undefined };
  const known = new Map(waiting.open.flatMap((entry) => keysOf(entry.message).map((key) => [key, entry])));
  const news = new Set(log.news);
  const entryOf = (message: ChatMessage): Entry => {
    if (news.has(message)) return received(message);
    const [key, otherKey] = keysOf(message);
    const entry = known.get(key) ?? known.get(otherKey);
    return entry ? { ...entry, message } : { message, local: Infinity, isLive: false };
  };
  return { ...next, ...walk(log, log, self, entryOf), rewritten: log.replaced };
}

/** The message itself, and what it shares with its other versions: masked, with another time, in another epoch. */
export const keysOf = (message: ChatMessage): readonly [ChatMessage, string] => [
  message,
  `${message.index} ${message.type} ${message.from.participantId}`,
];

/** What waits at the end of the messages, and what was answered there. */
function walk(
  { chatId }: MessageLog,
  messages: Iterable<ChatMessage>,
  self: IsSelf,
  entryOf: (message: ChatMessage) => Entry,
  before: readonly Entry[] = none,
): Pick<Waiting, 'open' | 'answered'> {
  let open = [...before];
  const answered: Answered[] = [];
  for (const message of messages) {
    const { from, type, visibility = 'All' } = message;
    if (type === participantLeft || type === chatEnded) open = [...withoutGone(open, message)];
    else if (!humanMessageTypes.includes(type)) continue;
    else if (isCustomer(from)) open.push(entryOf(message));
    else if (
      visibility === 'All' &&
      (from.type === 'Agent' || from.type === 'Supervisor' || self(from, chatId))
    ) {
      const asked = open.filter((entry) => !isUntimedBeside(entry.message, message));
      if (asked.length > 0) {
        answered.push({ asked, answer: entryOf(message) });
        open = open.filter((entry) => !asked.includes(entry));
      }
    }
  }
  return { open, answered };
}

/** Without a time, a message under the index of an answer can have been sent after it. */
const isUntimedBeside = (message: ChatMessage, answer: ChatMessage): boolean =>
  message.sentAt === undefined && message.index === answer.index && epochOf(message) === epochOf(answer);

/**
 * When a message was sent, by the server's clock. A fetched message without a time was sent after the nearest earlier
 * timed entry of the chat or, if there is none, after the chat was received.
 */
export function serverTimeOf(
  log: MessageLog,
  { message, isLive }: Entry,
  receivedDate: string | undefined,
): number | undefined {
  if (message.sentAt !== undefined || isLive) return message.sentAt;
  let place = lowerBound(log, (other) => compareMessages(other, message) < 0);
  while (place > 0) {
    place -= 1;
    const sentAt = log.at(place)?.sentAt;
    if (sentAt !== undefined) return sentAt;
  }
  return receivedDate === undefined ? undefined : instantOf(receivedDate);
}

/** Wire: `2024-05-06 07:00:00.000+0200` in GWS v2, ISO 8601 in Workspace v3. `Date.parse` is sure to know only the latter. */
function instantOf(text: string): number | undefined {
  const [, day, time, zone, minutes] = /^([\d-]+)[ T]([\d:.]+)(Z|[+-]\d\d)(?::?(\d\d))?$/.exec(text) ?? none;
  const instant = Date.parse(`${day}T${time}${zone}${minutes === undefined ? '' : `:${minutes}`}`);
  return Number.isNaN(instant) ? undefined : instant;
}
