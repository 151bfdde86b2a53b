import { Ajv, type SchemaObject } from 'ajv';
import type { Decode, Decoders } from './decoders.ts';

type Fields = Readonly<Record<string, SchemaObject>>;

const ajv = new Ajv({ allowUnionTypes: true });

const string: SchemaObject = { type: 'string' };
const number: SchemaObject = { type: 'number' };
const anyData: SchemaObject = { type: 'object' };

const list = (items: SchemaObject): SchemaObject => ({ type: 'array', items });

const object = (required: Fields, optional: Fields = {}): SchemaObject => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

const notification = (required: Fields, optional: Fields = {}): Decode => {
  const common = { messageType: string, notificationType: string };
  const data = object({ ...common, ...required }, { referenceId: number, ...optional });
  const validate = ajv.compile(object({ data }, { channel: string }));
  return (wire) => (validate(wire) ? wire : undefined);
};

const participant = object(
  { participantId: { type: ['string', 'number'] }, nickname: string, type: string },
  { visibility: string },
);

export const jsonSchema: Decoders = {
  stateChange: notification({
    chat: object(
      { id: string, state: string },
      { uri: string, capabilities: list(string), participants: list(participant), userData: anyData },
    ),
  }),
  messageLog: notification(
    {
      messages: list(
        object(
          { index: { type: 'integer' }, type: string, from: participant },
          {
            text: string,
            visibility: string,
            timestamp: string,
            timestampSeconds: number,
            userData: anyData,
          },
        ),
      ),
    },
    { chatUri: string, chatPath: string },
  ),
  interaction: notification({
    interaction: object(
      { id: string, state: string },
      {
        mediatype: string,
        capabilities: list(string),
        userData: list(object({ key: string }, { value: {} })),
        chat: object({}, { participants: list(participant) }),
      },
    ),
  }),
};
