import type { Chat } from '../../model/index.ts';
import { shortLengthOf } from '../listOf.ts';
import type { Mutable } from '../mutable.ts';
import { isPlain } from '../ownFields.ts';
import { isOptionalText } from '../primitives.ts';
import { readParticipants } from '../readChat.ts';
import { toCapability } from './toCapability.ts';
import { toUserData, userDataWire } from './userData.ts';

/**
 * Reads the interaction of a chat as Workspace v3 sends it, several times as fast as the codec; `undefined` for anything
 * else, which the codec then decodes or reports. Of other media, the channel decides.
 */
export function readInteraction(u: unknown): Chat | undefined {
  if (!isPlain(u)) return undefined;
  // Of all ways to copy the unnamed fields this is the fastest.
  const { chat: inner, ...unnamed } = u;
  const { id, state, mediatype, capabilities, userData, interactionType, receivedAt } = unnamed;
  if (typeof id !== 'string' || id === '' || typeof state !== 'string') return undefined;
  if (!isOptionalText(interactionType) || !isOptionalText(receivedAt)) return undefined;
  if (mediatype !== undefined && mediatype !== 'chat') return undefined;
  const chat = unnamed as unknown as Mutable<Chat>; // what the model names is checked here or set below
  // Fields of the model that an interaction is not known to have: the codec decides about them.
  if (chat.uri !== undefined || chat.participants !== undefined || chat.chatType !== undefined)
    return undefined;
  if (chat.receivedDate !== undefined || chat.myParticipantId !== undefined) return undefined;
  if (capabilities !== undefined) {
    const names = readCapabilities(capabilities);
    if (names === undefined) return undefined;
    chat.capabilities = names;
  }
  if (userData !== undefined) {
    const read = readUserData(userData);
    if (read !== undefined) chat.userData = read;
    else if (userDataWire.is(userData)) chat.userData = toUserData(userData);
    else return undefined;
  }
  if (interactionType !== undefined) chat.chatType = interactionType;
  if (receivedAt !== undefined) chat.receivedDate = receivedAt;
  if (inner === undefined) return chat;

  if (!isPlain(inner)) return undefined;
  const { participants, myParticipantId } = inner;
  if (!isOptionalText(myParticipantId)) return undefined;
  if (myParticipantId !== undefined) chat.myParticipantId = myParticipantId;
  if (participants !== undefined) {
    const read = readParticipants(participants);
    if (read === undefined) return undefined;
    chat.participants = read;
  }
  for (const key in inner) {
    if (key === 'participants' || key === 'myParticipantId') continue;
    const { participants: _, myParticipantId: __, ...others } = inner;
    Reflect.set(chat, 'chat', others);
    break;
  }
  return chat;
}

function readCapabilities(list: unknown): readonly string[] | undefined {
  const length = shortLengthOf(list);
  if (length === undefined) return undefined;
  const entries = list as readonly unknown[]; // a list, for it has a length
  const names: string[] = [];
  for (let at = 0; at < length; at += 1) {
    const name = entries[at];
    if (typeof name !== 'string') return undefined;
    names.push(toCapability(name));
  }
  return names;
}

/** The entries as an object; `undefined` if an entry nests, or a key is there already: repeated, or as `__proto__` is. */
function readUserData(list: unknown): Readonly<Record<string, unknown>> | undefined {
  const length = shortLengthOf(list);
  if (length === undefined) return undefined;
  const entries = list as readonly unknown[]; // a list, for it has a length
  const fields: Record<string, unknown> = {};
  for (let at = 0; at < length; at += 1) {
    const entry = entries[at];
    if (!isPlain(entry)) return undefined;
    const { key, type, value } = entry;
    if (typeof key !== 'string' || type === 'kvlist') return undefined;
    if (value === undefined || fields[key] !== undefined) return undefined;
    fields[key] = value;
  }
  return fields;
}
