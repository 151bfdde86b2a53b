export { chatSession } from './chatSession.ts';
export { type Credentials, credentials, type HeaderFields } from './credentials.ts';
export { ConnectionDeniedError, ConnectionLostError } from './errors.ts';
export type { RetryOptions } from './retryPolicy.ts';
export type { ChatSession, CredentialsRefused, LogEntry, SessionFailure, SessionOptions } from './types.ts';
