import * as t from 'io-ts';
import type { ChatMessage as ChatMessageModel } from '../model/index.ts';
import { sentAtOf, timesOf } from './instant.ts';
import { mapped } from './mapped.ts';
import { decodedParticipant, type ParticipantWire, participantWire, toParticipant } from './participant.ts';
import { PlainObject, WholeNumber } from './primitives.ts';
import { fieldCount, ownFieldsOf, RecordCodec } from './recordCodec.ts';
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

export const chatMessageWire: t.Type<ChatMessageWire> = /* @__PURE__ */ new RecordCodec(
  'ChatMessage',
  { index: WholeNumber, type: t.string, from: participantWire },
  { ...optional, timestamp: t.string, timestampSeconds: t.number },
);

const decoded: t.Type<ChatMessageModel> = /* @__PURE__ */ new RecordCodec(
  'ChatMessage',
  { index: WholeNumber, type: t.string, from: decodedParticipant },
  { ...optional, sentAt: t.number },
);

/** Tells the time in one way and leaves everything else as it came. */
export function toChatMessage(wire: ChatMessageWire): ChatMessageModel {
  const told: ChatMessageWire & { readonly sentAt?: unknown } = ownFieldsOf(wire);
  const { index, type, from, text, visibility, timestamp, timestampSeconds, userData } = told;
  // Field by field, because spreading costs ten times as much; `named` tells whether there are others.
  const message: Mutable<ChatMessageModel> = { index, type, from: toParticipant(from) };
  let named = 3 + Number(timestamp !== undefined) + Number(timestampSeconds !== undefined);
  if (text !== undefined) {
    message.text = text;
    named += 1;
  }
  if (visibility !== undefined) {
    message.visibility = visibility;
    named += 1;
  }
  const sentAt = sentAtOf(timestamp, timestampSeconds);
  if (sentAt !== undefined) message.sentAt = sentAt;
  if (userData !== undefined) {
    message.userData = userData;
    named += 1;
  }
  if (fieldCount(told) === named) return message;

  const { timestamp: _, timestampSeconds: __, sentAt: ___, ...others } = told;
  return { ...others, ...message };
}

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
  toChatMessage,
  fromChatMessage,
);
