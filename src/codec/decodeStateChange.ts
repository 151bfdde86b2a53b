import * as t from 'io-ts';
import type { Chat, ChatStateChange } from '../model/index.ts';
import { goodOnes, rejectedParticipants, type Tolerated, validateTolerantly } from './badParticipants.ts';
import { toChat } from './chat.ts';
import { withCircumstances } from './withCircumstances.ts';
import type { Mutable } from './mutable.ts';
import {
  type CommonWire,
  type InteractionChangeWire,
  interactionChangeWire,
  type StateChangeWire,
  stateChangeWire,
} from './notificationWire.ts';
import type { Received } from './received.ts';
import { toChatOfInteraction } from './v3/interaction.ts';

/** What both dialects call a state change here, so that a notification is the same wherever it came from. */
export const stateChangeType = 'ChatStateChangeMessage';

/** Decodes a state change of GWS v2. One bad participant does not cost the rest: it is in `rejected`. */
export function decodeStateChange(received: Received, context: t.Context): t.Validation<ChatStateChange> {
  const result = validateTolerantly(stateChangeWire, received.fields, context);
  if (result._tag === 'Left') return result;
  const notification = stateChange(received, result.right, chatIn(result.right));
  if (result.right.wire.synthetic === true) notification.synthetic = true;
  return t.success(notification);
}

/** The same for Workspace v3. */
export function decodeInteractionChange(
  received: Received,
  context: t.Context,
): t.Validation<ChatStateChange> {
  const result = validateTolerantly(interactionChangeWire, received.fields, context);
  if (result._tag === 'Left') return result;
  return t.success(stateChange(received, result.right, chatOfInteractionIn(result.right)));
}

function stateChange(
  received: Received,
  { wire, bad }: Tolerated<CommonWire & { readonly notificationType: string }>,
  chat: Chat,
): Mutable<ChatStateChange> {
  const notification: Mutable<ChatStateChange> = {
    kind: 'chat',
    messageType: stateChangeType,
    notificationType: wire.notificationType,
    origin: 'live',
    receivedAt: received.receivedAt,
    wire: received.wire,
    chatId: chat.id,
    chat,
  };
  withCircumstances(notification, received.channel, wire.referenceId, wire.operationId);
  if (bad.size > 0) notification.rejected = rejectedParticipants(bad, notification.channel);
  return notification;
}

function chatIn({ wire, bad }: Tolerated<StateChangeWire>): Chat {
  if (bad.size === 0) return toChat(wire.chat);
  const chat = { ...wire.chat };
  return toChat({ ...chat, participants: goodOnes(chat.participants, bad) });
}

function chatOfInteractionIn({ wire, bad }: Tolerated<InteractionChangeWire>): Chat {
  if (bad.size === 0) return toChatOfInteraction(wire.interaction);
  const interaction = { ...wire.interaction };
  const chat = { ...interaction.chat };
  return toChatOfInteraction({
    ...interaction,
    chat: { ...chat, participants: goodOnes(chat.participants, bad) },
  });
}
