export { connect } from './connect.ts';
export type {
  Connection,
  ConnectionCallbacks,
  ConnectionOptions,
  FollowOptions,
  RefusedCredentials,
} from './connectionTypes.ts';
export { step } from './connectionMachine.ts';
export { followClient } from './followClient.ts';
export type { ConnectionEffect, ConnectionEvent, MissingWindow } from './events.ts';
export { type ConnectionRules, initialState, type MachineState, type MachineStep } from './types.ts';
