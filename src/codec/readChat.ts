import type { Chat, Participant } from '../model/index.ts';
import { shortLengthOf } from './listOf.ts';
import { isObject, isPlain } from './ownFields.ts';
import { isOptionalText } from './primitives.ts';
import { readParticipant } from './readParticipant.ts';

/**
 * Reads a chat as GWS v2 sends it, many times as fast as the codec; `undefined` for anything else, which the codec then
 * decodes or reports. The chat itself is returned if nothing has to change.
 */
export function readChat(u: unknown): Chat | undefined {
  if (!isPlain(u)) return undefined;
  const { id, state, uri, capabilities, participants, userData, chatType, receivedDate, myParticipantId } = u;
  if (typeof id !== 'string' || id === '' || typeof state !== 'string' || !isOptionalText(uri))
    return undefined;
  if (!isOptionalText(chatType) || !isOptionalText(receivedDate) || !isOptionalText(myParticipantId))
    return undefined;
  if (userData !== undefined && !isObject(userData)) return undefined;
  if (capabilities !== undefined && !isTextList(capabilities)) return undefined;
  if (participants === undefined) return u as unknown as Chat; // all that the model names is checked
  const read = readParticipants(participants);
  if (read === undefined) return undefined;
  return (read === participants ? u : { ...u, participants: read }) as unknown as Chat; // as above
}

/** The very list if no participant has to change; `undefined` if the codec has to look at it. */
export function readParticipants(list: unknown): readonly Participant[] | undefined {
  const length = shortLengthOf(list);
  if (length === undefined) return undefined;
  const entries = list as readonly unknown[]; // a list, for it has a length
  let changed: Participant[] | undefined;
  for (let at = 0; at < length; at += 1) {
    const entry = entries[at];
    const participant = readParticipant(entry);
    if (participant === undefined) return undefined;
    if (participant !== entry) changed ??= entries.slice(0, at) as Participant[]; // checked before
    changed?.push(participant);
  }
  return changed ?? (entries as readonly Participant[]); // each is checked
}

function isTextList(list: unknown): boolean {
  const length = shortLengthOf(list);
  if (length === undefined) return false;
  const entries = list as readonly unknown[]; // a list, for it has a length
  for (let at = 0; at < length; at += 1) if (typeof entries[at] !== 'string') return false;
  return true;
}
