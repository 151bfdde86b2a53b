export { connect } from './connect.ts';
export type { Connection } from './connectionTypes.ts';
export { step } from './connectionMachine.ts';
export { followClient } from './followClient.ts';
export type { ConnectionEffect, ConnectionEvent } from './events.ts';
export { type ConnectionRules, initialState, type MachineState } from './types.ts';
