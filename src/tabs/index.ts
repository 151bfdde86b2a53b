export { sharedSession } from './sharedSession.ts';
export type { SharedSession, SharedSessionOptions, SharedStatus, TabRole } from './types.ts';
