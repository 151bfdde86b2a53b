export { connect } from './connect.ts';
export type {
  Connection,
  ConnectionCallbacks,
  ConnectionOptions,
  FollowOptions,
  RefusedCredentials,
} from './connectionTypes.ts';
export { ConnectionFailure, type Failure, type FailureKind } from '../connectionFailure.ts';
export { step } from './connectionMachine.ts';
export { followClient } from './followClient.ts';
export {
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionRules,
  initialState,
  type MachineState,
  type MachineStep,
  type MissingWindow,
} from './types.ts';
