import * as t from 'io-ts';
import type { Decode, Decoders } from './decoders.ts';

const participant = t.intersection([
  t.type({ participantId: t.union([t.string, t.number]), nickname: t.string, type: t.string }),
  t.partial({ visibility: t.string }),
]);

const common = { messageType: t.string, notificationType: t.string };

const message = (data: t.Mixed): Decode => {
  const codec = t.intersection([t.type({ data }), t.partial({ channel: t.string })]);
  return (wire) => {
    const result = codec.decode(wire);
    return result._tag === 'Right' ? result.right : undefined;
  };
};

/** As somebody writes them who has no more than io-ts. */
export const ioTs: Decoders = {
  stateChange: message(
    t.intersection([
      t.type({
        ...common,
        chat: t.intersection([
          t.type({ id: t.string, state: t.string }),
          t.partial({
            uri: t.string,
            capabilities: t.array(t.string),
            participants: t.array(participant),
            userData: t.UnknownRecord,
          }),
        ]),
      }),
      t.partial({ referenceId: t.number }),
    ]),
  ),
  messageLog: message(
    t.intersection([
      t.type({
        ...common,
        messages: t.array(
          t.intersection([
            t.type({ index: t.Int, type: t.string, from: participant }),
            t.partial({
              text: t.string,
              visibility: t.string,
              timestamp: t.string,
              timestampSeconds: t.number,
              userData: t.UnknownRecord,
            }),
          ]),
        ),
      }),
      t.partial({ referenceId: t.number, chatUri: t.string, chatPath: t.string }),
    ]),
  ),
  interaction: message(
    t.intersection([
      t.type({
        ...common,
        interaction: t.intersection([
          t.type({ id: t.string, state: t.string }),
          t.partial({
            mediatype: t.string,
            capabilities: t.array(t.string),
            userData: t.array(t.intersection([t.type({ key: t.string }), t.partial({ value: t.unknown })])),
            chat: t.partial({ participants: t.array(participant) }),
          }),
        ]),
      }),
      t.partial({ referenceId: t.number }),
    ]),
  ),
};
