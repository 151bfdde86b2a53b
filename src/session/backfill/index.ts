export { type Backfilled, type ChatHistory, HistoryError, type HistoryFailure } from './chatHistory.ts';
export { gwsHistory, type GwsHistoryOptions } from './gwsHistory.ts';
export { isHistory, isHistoryOptions } from './isHistory.ts';
export { withHistory, type WithHistoryOptions } from './withHistory.ts';
