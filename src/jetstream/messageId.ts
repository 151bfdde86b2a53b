import { createHash, createHmac } from 'node:crypto';
import { type ChatMessage, type ChatNotification, epochOf } from '../model/index.ts';
import { stableText } from './stableText.ts';
import { tokenOf } from './tokenOf.ts';

/** Hashes content: with a key, so that nobody can try out all card numbers. */
export type ContentHash = (content: string) => string;

export const contentHash =
  (key: string | Uint8Array | undefined): ContentHash =>
  (content) =>
    (key === undefined ? createHash('sha256') : createHmac('sha256', key))
      .update(content)
      .digest('base64url')
      .slice(0, 22);

/** What distinguishes messages under one index, see `sameMessage`, as text. */
function contentOf({ type, from, text, url, noticeText, userData }: ChatMessage): string {
  const said = JSON.stringify([type, from.participantId, text, url, noticeText]);
  return userData === undefined ? said : said + stableText(userData);
}

/**
 * The `Nats-Msg-Id` of a message. The broker stores a second one with the same id only after its dedupe window.
 *
 * @param chat - the tokens of tenant, agent and chat. Behind them the id is the same for all agents of a chat.
 */
export const messageId = (chat: string, message: ChatMessage, hash: ContentHash): string =>
  `${chat}.${epochOf(message)}.${indexToken(message.index)}.${message.occurrence ?? 1}.${hash(contentOf(message))}`;

const indexToken = (index: number): string =>
  Number.isSafeInteger(index) ? String(index) : tokenOf(String(index));

/**
 * The id of what has no index: an error, or messages that could not be decoded. Without a `referenceId`, two equal errors
 * are two: their time is part of the id.
 */
export function otherId(
  chat: string,
  { receivedAt, origin, channel, wire, ...content }: ChatNotification,
  hash: ContentHash,
): string {
  const { referenceId, operationId, kind } = content;
  const at = kind === 'error' && (referenceId ?? operationId) === undefined ? receivedAt : '';
  return `${chat}.${kind}.${at}.${hash(stableText(content))}`;
}

const idForm = /^[^.]*\.[^.]*\.([^.]*)\.(\d+\.[^.]*\.[^.]*\.[^.]+)$/;

/** The chat and the entry of its log that an id names; `undefined` for an id of another form. */
export function entryOf(id: string): { readonly chat: string; readonly entry: string } | undefined {
  const [, chat, entry] = idForm.exec(id) ?? [];
  return chat === undefined || entry === undefined ? undefined : { chat, entry };
}
