import type { ChatMessage } from '../model/index.ts';
import { sentAtOf } from './timesOf.ts';
import type { Mutable } from './mutable.ts';
import { type Fields, isObject, isPlain } from './ownFields.ts';
import { isOptionalNumber, isOptionalText } from './primitives.ts';
import { readParticipant } from './readParticipant.ts';
import { systemAuthor } from './systemAuthor.ts';

/**
 * Reads an entry of a message log as servers send it, many times as fast as the codec; `undefined` for anything else,
 * which the codec then decodes or reports.
 *
 * It visits the fields that are there: V8 loads them by their place, whatever the shape of the entry, and no absent
 * field costs anything. Each is read once, because a getter could return something else the next time.
 */
export function readChatMessage(u: unknown): ChatMessage | undefined {
  if (!isPlain(u)) return undefined;
  let index: unknown;
  let type: unknown;
  let from: unknown;
  let text: unknown;
  let visibility: unknown;
  let timestamp: unknown;
  let timestampSeconds: unknown;
  let userData: unknown;
  let isWhole = true;
  for (const key in u) {
    const value = u[key];
    switch (key) {
      case 'index':
        index = value;
        break;
      case 'type':
        type = value;
        break;
      case 'from':
        from = value;
        break;
      case 'text':
        text = value;
        break;
      case 'visibility':
        visibility = value;
        break;
      case 'timestamp':
        timestamp = value;
        break;
      case 'timestampSeconds':
        timestampSeconds = value;
        break;
      case 'userData':
        userData = value;
        break;
      default:
        isWhole = false;
    }
  }
  if (!isIndex(index) || typeof type !== 'string') return undefined;
  if (!isOptionalText(text) || !isOptionalText(visibility)) return undefined;
  if (!isOptionalText(timestamp) || !isOptionalNumber(timestampSeconds)) return undefined;
  if (userData !== undefined && !isObject(userData)) return undefined;
  const author = from === undefined ? systemAuthor : readParticipant(from);
  if (author === undefined) return undefined;
  const utcTime = isWhole ? undefined : u['utcTime'];
  if (!isOptionalNumber(utcTime)) return undefined;
  const sentAt = sentAtOf(timestamp, timestampSeconds, utcTime);

  // Most have all six. A literal with its keys in place, because objects that grow cost several times as much.
  const message: Mutable<ChatMessage> =
    text !== undefined && visibility !== undefined && sentAt !== undefined
      ? { index, type, from: author, text, visibility, sentAt }
      : { index, type, from: author };
  if (message.text === undefined) {
    if (text !== undefined) message.text = text;
    if (visibility !== undefined) message.visibility = visibility;
    if (sentAt !== undefined) message.sentAt = sentAt;
  }
  if (userData !== undefined) message.userData = userData;
  return isWhole || addRareFields(message, u) ? message : undefined;
}

const isIndex = (u: unknown): u is number => Number.isSafeInteger(u);

/** Adds what only some entries have, and the unnamed fields. Returns false if the codec has to look at them. */
function addRareFields(message: Mutable<ChatMessage>, u: Fields): boolean {
  const { url, noticeText, messageType } = u;
  if (!isOptionalText(url) || !isOptionalText(noticeText) || !isOptionalText(messageType)) return false;
  if (url !== undefined) message.url = url;
  if (noticeText !== undefined) message.noticeText = noticeText;
  if (messageType !== undefined) message.messageType = messageType;
  for (const key in u) {
    switch (key) {
      case 'index':
      case 'type':
      case 'from':
      case 'text':
      case 'visibility':
      case 'userData':
      case 'url':
      case 'noticeText':
      case 'messageType':
      case 'timestamp':
      case 'timestampSeconds':
      case 'utcTime':
        break;
      case 'sentAt':
      case 'epoch':
      case 'occurrence':
      case '__proto__': // to set it would change the prototype
        return false;
      default:
        Reflect.set(message, key, u[key]);
    }
  }
  return true;
}
