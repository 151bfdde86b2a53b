import * as t from 'io-ts';
import type { Chat, ChatOperationError } from '../model/index.ts';
import { validateTolerantly } from './badParticipants.ts';
import { toChat } from './chat.ts';
import { withCircumstances } from './withCircumstances.ts';
import { stateChangeType } from './decodeStateChange.ts';
import type { Mutable } from './mutable.ts';
import { type OperationErrorWire, operationErrorWire } from './notificationWire.ts';
import { isObject, own } from './ownFields.ts';
import { textOf } from './primitives.ts';
import type { Received } from './received.ts';
import { toChatOfInteraction } from './v3/interaction.ts';

/**
 * Decodes an operation error. If one of the participants that it shows is bad, it shows none.
 *
 * Wire: a state change whose `notificationType` is `Error`, and `EventError` of Workspace v3, which has message and code
 * in `error`.
 */
export function decodeOperationError(
  received: Received,
  context: t.Context,
): t.Validation<ChatOperationError> {
  const result = validateTolerantly(operationErrorWire, received.fields, context);
  if (result._tag === 'Left') return result;
  const { wire, bad } = result.right;
  const { chat, interaction, interactionId, statusCode } = wire;
  const shown = chatShownBy(wire, bad.size > 0);
  const chatId = shown?.id ?? chat?.id ?? interaction?.id ?? interactionId;
  const error = isObject(wire.error) ? wire.error : {};
  const errorMessage = wire.errorMessage ?? wire.statusMessage ?? textOf(own(error, 'errorMessage'));
  const errorCode = codeOf(wire.errorCode) ?? codeOf(own(error, 'errorCode'));
  const notification: Mutable<ChatOperationError> = {
    kind: 'error',
    messageType: stateChangeType,
    notificationType: 'Error',
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
  };
  if (typeof chatId === 'string') notification.chatId = chatId;
  if (shown !== undefined) notification.chat = shown;
  if (errorMessage !== undefined) notification.errorMessage = errorMessage;
  if (typeof statusCode === 'number') notification.statusCode = statusCode;
  if (errorCode !== undefined) notification.errorCode = errorCode;
  return t.success(withCircumstances(notification, received.channel, wire.referenceId, wire.operationId));
}

const codeOf = (u: unknown): number | string | undefined =>
  typeof u === 'number' || typeof u === 'string' ? u : undefined;

/** The error has no `rejected`, and a list without some of its participants would read as if they had left. */
function chatShownBy(
  { chat, interaction }: OperationErrorWire,
  hasBadParticipants: boolean,
): Chat | undefined {
  const others = hasBadParticipants && { participants: null };
  if (isWhole(chat)) return toChat({ ...chat, ...others });
  if (!isWhole(interaction)) return undefined;
  const whole = { ...interaction };
  return toChatOfInteraction({ ...whole, chat: { ...whole.chat, ...others } });
}

interface Shown {
  readonly id?: string | null;
  readonly state?: string | null;
}

/** Whether an error shows both the id and the state of its chat. */
const isWhole = <S extends Shown>(
  shown: S | null | undefined,
): shown is S & { readonly id: string; readonly state: string } =>
  typeof shown?.id === 'string' && typeof shown.state === 'string';
