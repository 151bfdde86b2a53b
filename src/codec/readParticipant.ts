import type { Participant } from '../model/index.ts';
import { isObject, isPlain } from './ownFields.ts';
import { isOptionalText } from './primitives.ts';

/**
 * Reads a participant as servers send it, many times as fast as the codec; `undefined` for anything else, which the
 * codec then decodes or reports. The participant itself is returned if nothing has to change.
 */
export function readParticipant(u: unknown): Participant | undefined {
  if (!isObject(u)) return undefined;
  const { participantId, nickname, type, visibility, uri, path, userId, personId } = u;
  if (!isPlain(u)) return undefined; // after the reads, from which V8 knows the shape: the check then costs nothing
  if (typeof nickname !== 'string' || typeof type !== 'string' || !isOptionalText(visibility))
    return undefined;
  if (!isOptionalText(uri) || !isOptionalText(path)) return undefined;
  if (!isOptionalText(userId) || !isOptionalText(personId)) return undefined;
  const isKeyedById = participantId === undefined;
  const id = isKeyedById ? u['id'] : participantId;
  const isPerson = personId !== undefined && userId === undefined;
  if (typeof id === 'string') {
    if (!isKeyedById && !isPerson) return u as unknown as Participant; // all that the model names is checked
  } else if (typeof id !== 'number') return undefined;

  const participant: Record<string, unknown> = { participantId: `${id}`, nickname, type };
  for (const key in u) {
    if (key === 'participantId' || key === 'nickname' || key === 'type') continue;
    if (key === '__proto__') return undefined; // to set it would change the prototype
    if (!(key === 'id' && isKeyedById) && !(key === 'personId' && isPerson)) participant[key] = u[key];
  }
  if (isPerson) participant['userId'] = personId;
  return participant as unknown as Participant; // as above
}
