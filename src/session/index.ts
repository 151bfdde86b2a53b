export {
  type Backfilled,
  type ChatHistory,
  gwsHistory,
  type GwsHistoryOptions,
  HistoryError,
  type HistoryFailure,
  withHistory,
  type WithHistoryOptions,
} from './backfill/index.ts';
export { chatSession } from './chatSession.ts';
export { type Credentials, credentials, type HeaderFields } from './credentials.ts';
export { ConnectionDeniedError, ConnectionLostError } from './errors.ts';
export { OperationTimeoutError } from './operationTimeoutError.ts';
export type { OperationRequest, Performed, PerformOptions } from './operations.ts';
export type { RetryOptions } from './retryPolicy.ts';
export type { ChatSession, CredentialsRefused, LogEntry, SessionFailure, SessionOptions } from './types.ts';
