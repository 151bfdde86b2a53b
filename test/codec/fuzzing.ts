import fc from 'fast-check';

export const runs: { readonly numRuns: number } = { numRuns: 1_000 };
export const json: fc.Arbitrary<fc.JsonValue> = fc.jsonValue({ maxDepth: 3 });

export const isRight = ({ _tag }: { readonly _tag: string }): boolean => _tag === 'Right';
export function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

export const chatWith = (more: object): object => ({
  messageType: 'ChatStateChangeMessage',
  notificationType: 'StatusChange',
  chat: { id: 'A', state: 'Idle', ...more },
});
export const logWith = (more: object): object => ({
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  chatPath: '/chats/A',
  messages: [{ index: 1, type: 'Text', from: { participantId: 1, nickname: 'a', type: 'Agent' }, ...more }],
});
