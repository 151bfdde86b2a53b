import * as t from 'io-ts';
import type { ChatMessage as ChatMessageModel } from '../model/index.ts';
import { sentAtOf, timesOf } from './timesOf.ts';
import { mapped } from './mapped.ts';
import { ownFieldsOf } from './ownFields.ts';
import { isParticipant, type ParticipantWire, participantWire, toParticipant } from './participant.ts';
import { guard, PlainObject, textOf, WholeNumber } from './primitives.ts';
import { readChatMessage } from './readChatMessage.ts';
import { isRecordOf, modelOf, RecordCodec } from './recordCodec.ts';
import { systemAuthor } from './systemAuthor.ts';

/** An entry of the message log as the server sends it. */
export interface ChatMessageWire {
  readonly index: number;
  readonly type: string;
  /** Wire: absent in entries that nobody wrote, such as `TranscriptSaveDone`. */
  readonly from?: ParticipantWire | null;
  readonly text?: string | null;
  readonly visibility?: string | null;
  readonly timestamp?: string | null;
  readonly timestampSeconds?: number | null;
  readonly userData?: Readonly<Record<string, unknown>> | null;
  readonly utcTime?: unknown;
  readonly url?: unknown;
  readonly noticeText?: unknown;
  readonly messageType?: unknown;
  /** Not sent by servers: `canonical` keeps them here. */
  readonly epoch?: unknown;
  readonly occurrence?: unknown;
}

const required = { index: WholeNumber, type: t.string };
const optional = { text: t.string, visibility: t.string, userData: PlainObject };

export const chatMessageWire: t.Type<ChatMessageWire> = /* @__PURE__ */ new RecordCodec(
  'ChatMessage',
  required,
  { from: participantWire, ...optional, timestamp: t.string, timestampSeconds: t.number },
);

const isChatMessage = /* @__PURE__ */ isRecordOf(
  { ...required, from: /* @__PURE__ */ guard('Participant', (u): u is unknown => isParticipant(u)) },
  {
    ...optional,
    sentAt: t.number,
    url: t.string,
    noticeText: t.string,
    messageType: t.string,
    epoch: t.number,
    occurrence: t.number,
  },
);

const named: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'index',
  'type',
  'from',
  'text',
  'visibility',
  'userData',
  'timestamp',
  'timestampSeconds',
  'utcTime',
  'sentAt',
  'url',
  'noticeText',
  'messageType',
  'epoch',
  'occurrence',
]);

/** An entry of the wire in the words of the model: one instant instead of several fields. */
export function toChatMessage(entry: ChatMessageWire): ChatMessageModel {
  const wire = ownFieldsOf(entry);
  const { index, type, from, text, visibility, userData, utcTime } = wire;
  const fields = {
    index,
    type,
    from: from === undefined || from === null ? systemAuthor : toParticipant(from),
    text,
    visibility,
    sentAt: sentAtOf(
      wire.timestamp ?? undefined,
      wire.timestampSeconds ?? undefined,
      typeof utcTime === 'number' ? utcTime : undefined,
    ),
    userData,
    url: textOf(wire.url),
    noticeText: textOf(wire.noticeText),
    messageType: textOf(wire.messageType),
    epoch: ordinalOf(wire.epoch, 1),
    occurrence: ordinalOf(wire.occurrence, 2),
  };
  return modelOf(wire, named, fields) as unknown as ChatMessageModel; // the codec has checked the fields
}

/** An epoch or occurrence that this package can have written; a server's `epoch` would be a time. */
const ordinalOf = (u: unknown, first: number): number | undefined =>
  WholeNumber.is(u) && u >= first && u < 1_000_000 ? u : undefined;

/** The wire form of a message, with its time as GWS v2 sends it. */
export const fromChatMessage = ({ sentAt, ...message }: ChatMessageModel): ChatMessageWire => ({
  ...message,
  ...timesOf(sentAt),
});

export type ChatMessage = ChatMessageModel;

/**
 * Decodes one entry of a message log: the author's id becomes a string, the time `sentAt` in epoch milliseconds; fields
 * that the model does not name are kept. An entry without an author was written by the system.
 *
 * @example
 * import { ChatMessage } from 'rx-chat-notifications';
 *
 * const decoded = ChatMessage.decode({
 *   index: 3,
 *   type: 'Text',
 *   from: { nickname: 'TestName', type: 'Agent', participantId: '007352CE72D50290' },
 *   text: 'How may I help you?',
 *   timestamp: '2014-01-09 11:58:12.035+0200',
 * });
 * if (decoded._tag === 'Right') console.log(decoded.right.sentAt);
 * // → 1389261492035
 */
export const ChatMessage: t.Type<ChatMessage, ChatMessageWire, unknown> = /* @__PURE__ */ mapped(
  'ChatMessage',
  chatMessageWire,
  (u): u is ChatMessage => isChatMessage(u),
  readChatMessage,
  toChatMessage,
  fromChatMessage,
);
