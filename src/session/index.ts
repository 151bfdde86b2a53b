export { chatSession } from './chatSession.ts';
export { type Credentials, credentials, type HeaderFields } from './credentials.ts';
export { ConnectionDeniedError, ConnectionLostError } from './errors.ts';
export { type ChatHistory, HistoryError, type HistoryFailure, type Restored } from './history/chatHistory.ts';
export { gwsHistory, type GwsHistoryOptions } from './history/gwsHistory.ts';
export { withHistory, type WithHistoryOptions } from './history/withHistory.ts';
export type { RetryOptions } from './retryPolicy.ts';
export type { ChatSession, CredentialsRefused, LogEntry, SessionFailure, SessionOptions } from './types.ts';
