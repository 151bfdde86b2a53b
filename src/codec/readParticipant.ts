import type { Participant } from '../model/index.ts';
import { fieldCount, isPlain } from './ownFields.ts';
import { isOptionalText } from './primitives.ts';

/**
 * Reads a participant as servers send it, many times as fast as the codec; `undefined` for anything else, which the
 * codec then decodes or reports. The participant itself is returned if nothing has to change.
 */
export function readParticipant(u: unknown): Participant | undefined {
  if (!isPlain(u)) return undefined;
  const { participantId, nickname, type } = u;
  if (typeof nickname !== 'string' || typeof type !== 'string') return undefined;
  if (fieldCount(u) === 3) {
    if (typeof participantId === 'string') return u as unknown as Participant; // its three fields are checked
    if (typeof participantId === 'number') return { participantId: `${participantId}`, nickname, type };
  }
  const { visibility, uri, path, userId, personId } = u;
  if (!isOptionalText(visibility) || !isOptionalText(uri) || !isOptionalText(path)) return undefined;
  if (!isOptionalText(userId) || !isOptionalText(personId)) return undefined;
  const isKeyedById = participantId === undefined;
  const id = isKeyedById ? u['id'] : participantId;
  const isPerson = personId !== undefined && userId === undefined;
  if (typeof id === 'string') {
    if (!isKeyedById && !isPerson) return u as unknown as Participant; // all that the model names is checked
  } else if (typeof id !== 'number') return undefined;

  const participant: Record<string, unknown> = { participantId: `${id}`, nickname, type };
  for (const key in u) {
    if (key === '__proto__') return undefined; // to set it would change the prototype
    if (key === 'personId' && isPerson) participant['userId'] = personId;
    else if (!(key === 'id' && isKeyedById) && !Object.hasOwn(participant, key)) participant[key] = u[key];
  }
  return participant as unknown as Participant; // as above
}
