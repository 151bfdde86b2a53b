import * as v from 'valibot';
import type { Decode, Decoders } from './decoders.ts';

const participant = v.looseObject({
  participantId: v.union([v.string(), v.number()]),
  nickname: v.string(),
  type: v.string(),
  visibility: v.optional(v.string()),
});

const anyData = v.optional(v.record(v.string(), v.unknown()));

const common = {
  messageType: v.string(),
  notificationType: v.string(),
  referenceId: v.optional(v.number()),
};

const message = (data: v.GenericSchema): Decode => {
  const schema = v.looseObject({ channel: v.optional(v.string()), data });
  return (wire) => {
    const result = v.safeParse(schema, wire);
    return result.success ? result.output : undefined;
  };
};

/** Loose, because fields that a schema does not name are not to be lost. */
export const valibot: Decoders = {
  stateChange: message(
    v.looseObject({
      ...common,
      chat: v.looseObject({
        id: v.string(),
        state: v.string(),
        uri: v.optional(v.string()),
        capabilities: v.optional(v.array(v.string())),
        participants: v.optional(v.array(participant)),
        userData: anyData,
      }),
    }),
  ),
  messageLog: message(
    v.looseObject({
      ...common,
      chatUri: v.optional(v.string()),
      chatPath: v.optional(v.string()),
      messages: v.array(
        v.looseObject({
          index: v.pipe(v.number(), v.safeInteger()),
          type: v.string(),
          from: participant,
          text: v.optional(v.string()),
          visibility: v.optional(v.string()),
          timestamp: v.optional(v.string()),
          timestampSeconds: v.optional(v.number()),
          userData: anyData,
        }),
      ),
    }),
  ),
  interaction: message(
    v.looseObject({
      ...common,
      interaction: v.looseObject({
        id: v.string(),
        state: v.string(),
        mediatype: v.optional(v.string()),
        capabilities: v.optional(v.array(v.string())),
        userData: v.optional(v.array(v.looseObject({ key: v.string(), value: v.optional(v.unknown()) }))),
        chat: v.optional(v.looseObject({ participants: v.optional(v.array(participant)) })),
      }),
    }),
  ),
};
