import * as t from 'io-ts';
import type { ChatMessage as ChatMessageModel } from '../model/index.ts';
import { sentAtOf, timesOf } from './instant.ts';
import { mapped } from './mapped.ts';
import { decodedParticipant, type ParticipantWire, participantWire, toParticipant } from './participant.ts';
import { PlainObject, WholeNumber } from './primitives.ts';
import { RecordCodec, type RecordReader } from './recordCodec.ts';
import type { Mutable } from './mutable.ts';

/** An entry of the message log as the server sends it. */
export interface ChatMessageWire {
  readonly index: number;
  readonly type: string;
  readonly from: ParticipantWire;
  readonly text?: string;
  readonly visibility?: string;
  readonly timestamp?: string;
  readonly timestampSeconds?: number;
  readonly userData?: Readonly<Record<string, unknown>>;
}

const optional = { text: t.string, visibility: t.string, userData: PlainObject };

export const chatMessageWire: t.Type<ChatMessageWire> & RecordReader = /* @__PURE__ */ new RecordCodec(
  'ChatMessage',
  { index: WholeNumber, type: t.string, from: participantWire },
  { ...optional, timestamp: t.string, timestampSeconds: t.number },
);

const decoded: t.Type<ChatMessageModel> = /* @__PURE__ */ new RecordCodec(
  'ChatMessage',
  { index: WholeNumber, type: t.string, from: decodedParticipant },
  { ...optional, sentAt: t.number },
);

type MessageRow = readonly [
  unnamed: number,
  index: number,
  type: string,
  from: ParticipantWire,
  text: string | undefined,
  visibility: string | undefined,
  userData: Readonly<Record<string, unknown>> | undefined,
  timestamp: string | undefined,
  timestampSeconds: number | undefined,
];

/** A message with its time told in one way and everything else as it came; `undefined` if it is none. */
export function readChatMessage(u: unknown): ChatMessageModel | undefined {
  const row = chatMessageWire.read(u) as MessageRow | undefined; // the fields in the order of the codec
  if (row === undefined) return undefined;
  const [unnamed, index, type, wireFrom, text, visibility, userData, timestamp, timestampSeconds] = row;
  const from = toParticipant(wireFrom);
  const sentAt = sentAtOf(timestamp, timestampSeconds);
  // Field by field, because spreading costs ten times as much; as one object, where all is told that mostly is.
  const isWhole = text !== undefined && visibility !== undefined && sentAt !== undefined;
  const message: Mutable<ChatMessageModel> = isWhole
    ? { index, type, from, text, visibility, sentAt }
    : { index, type, from };
  if (!isWhole) {
    if (text !== undefined) message.text = text;
    if (visibility !== undefined) message.visibility = visibility;
    if (sentAt !== undefined) message.sentAt = sentAt;
  }
  if (userData !== undefined) message.userData = userData;
  if (unnamed === 0) return message;

  const { timestamp: _, timestampSeconds: __, sentAt: ___, ...others } = u as UnnamedFields;
  return { ...others, ...message };
}

type UnnamedFields = Partial<ChatMessageWire> & { readonly sentAt?: unknown };

/** The wire form of a message, with its time as dialect 1 tells it. */
export const fromChatMessage = ({ sentAt, ...told }: ChatMessageModel): ChatMessageWire => ({
  ...told,
  ...timesOf(sentAt),
});

export type ChatMessage = ChatMessageModel;

/**
 * Decodes one entry of a message log: the author's id becomes a string, the time `sentAt` in epoch milliseconds;
 * fields that the model does not name are kept.
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
  decoded.is,
  readChatMessage,
  fromChatMessage,
);
