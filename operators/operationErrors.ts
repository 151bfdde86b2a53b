import { filter, type OperatorFunction } from 'rxjs';
import { type ChatNotification, type ChatOperationError, isChatOperationError } from '../src/model/index.ts';

/**
 * Passes the notifications that report a failed operation.
 *
 * Wire: `ChatStateChangeMessage` with the `notificationType` `Error`, and `EventError` of Workspace v3.
 *
 * @example
 * import { of } from 'rxjs';
 * import { operationErrors } from 'rx-chat-notifications';
 * import { chatStateChange, operationError } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange(), operationError({ errorMessage: 'Not now' }))
 *   .pipe(operationErrors())
 *   .subscribe(({ errorMessage }) => console.log(errorMessage));
 * // → Not now
 */
export const operationErrors = (): OperatorFunction<ChatNotification, ChatOperationError> =>
  filter(isChatOperationError);
