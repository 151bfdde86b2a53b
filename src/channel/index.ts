export type {
  BayeuxAdvice,
  BayeuxClient,
  BayeuxExtension,
  BayeuxFailure,
  BayeuxHandle,
  BayeuxMessage,
} from './bayeuxClient.ts';
export { adviceGuard } from './adviceGuard.ts';
export type { ConnectionState } from './connectionFacts.ts';
export { connectionStatus } from './connectionStatus.ts';
export { SessionEndedError, SubscriptionDeniedError } from './errors.ts';
export { type ChannelOptions, fromChannel } from './fromChannel.ts';
export type { ConnectionStatus } from './status.ts';
