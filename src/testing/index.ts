export {
  chat,
  chatStateChange,
  type CommonOverrides,
  message,
  messageLog,
  operationError,
  participant,
} from './builders.ts';
export { fakeBayeuxClient, type FakeBayeuxClient } from './fakeBayeuxClient.ts';
export { stampReceivedAt } from './stampReceivedAt.ts';
