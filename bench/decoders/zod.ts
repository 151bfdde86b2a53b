import * as z from 'zod';
import type { Decode, Decoders } from './decoders.ts';

const participant = z.looseObject({
  participantId: z.union([z.string(), z.number()]),
  nickname: z.string(),
  type: z.string(),
  visibility: z.string().optional(),
});

const anyData = z.record(z.string(), z.unknown()).optional();

const common = { messageType: z.string(), notificationType: z.string(), referenceId: z.number().optional() };

const message = (data: z.ZodType): Decode => {
  const schema = z.looseObject({ channel: z.string().optional(), data });
  return (wire) => schema.safeParse(wire).data;
};

/** Loose, because fields that a schema does not name are not to be lost. */
export const zod: Decoders = {
  stateChange: message(
    z.looseObject({
      ...common,
      chat: z.looseObject({
        id: z.string(),
        state: z.string(),
        uri: z.string().optional(),
        capabilities: z.array(z.string()).optional(),
        participants: z.array(participant).optional(),
        userData: anyData,
      }),
    }),
  ),
  messageLog: message(
    z.looseObject({
      ...common,
      chatUri: z.string().optional(),
      chatPath: z.string().optional(),
      messages: z.array(
        z.looseObject({
          index: z.int(),
          type: z.string(),
          from: participant,
          text: z.string().optional(),
          visibility: z.string().optional(),
          timestamp: z.string().optional(),
          timestampSeconds: z.number().optional(),
          userData: anyData,
        }),
      ),
    }),
  ),
  interaction: message(
    z.looseObject({
      ...common,
      interaction: z.looseObject({
        id: z.string(),
        state: z.string(),
        mediatype: z.string().optional(),
        capabilities: z.array(z.string()).optional(),
        userData: z.array(z.looseObject({ key: z.string(), value: z.unknown().optional() })).optional(),
        chat: z.looseObject({ participants: z.array(participant).optional() }).optional(),
      }),
    }),
  ),
};
