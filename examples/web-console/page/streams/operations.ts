import {
  catchError,
  concat,
  defer,
  filter,
  from,
  map,
  mergeMap,
  type Observable,
  of,
  scan,
  share,
  Subject,
} from 'rxjs';
import type { OperationFailedError, OperationTimeoutError } from 'rx-chat-notifications';
import {
  type LoggedOperation,
  type Operation,
  type OperationEvent,
  operationsAfter,
  type Unsent,
} from '../model/operationLog.ts';
import type { ConsoleSession } from './session.ts';

/** Sends operations, and emits their results. */
export interface Operations {
  readonly send: (chatId: string, operation: Operation) => void;
  readonly log$: Observable<readonly LoggedOperation[]>;
  readonly unsent$: Observable<Unsent>;
}

/** In milliseconds. */
const TIMEOUT = 15_000;

export function operationsOf(session: Pick<ConsoleSession, 'perform'>): Operations {
  const sent$ = new Subject<{ readonly chatId: string; readonly operation: Operation }>();
  const events$ = sent$.pipe(
    mergeMap(({ chatId, operation }, id) => performed(session, id, chatId, operation)),
    share(),
  );
  return {
    send: (chatId, operation) => {
      sent$.next({ chatId, operation });
    },
    log$: events$.pipe(scan(operationsAfter, [])),
    unsent$: events$.pipe(
      map(({ unsent }) => unsent),
      filter((unsent) => unsent !== undefined),
    ),
  };
}

/** Performs an operation, and emits when it is sent and when its result is known. */
const performed = (
  session: Pick<ConsoleSession, 'perform'>,
  id: number,
  chatId: string,
  operation: Operation,
): Observable<OperationEvent> =>
  defer(() => {
    const sentAt = performance.now();
    const result$ = from(session.perform(chatId, operation, { timeout: TIMEOUT })).pipe(
      map(({ reply, notification }): OperationEvent => ({
        ...fieldsOf(reply['referenceId']),
        id,
        state: 'answered',
        ...(notification !== undefined && { detail: notification.notificationType }),
        took: performance.now() - sentAt,
      })),
      catchError((error: unknown) =>
        of<OperationEvent>({
          ...failureOf(error, { chatId, text: writtenIn(operation) }),
          id,
          took: performance.now() - sentAt,
        }),
      ),
    );
    return concat(of<OperationEvent>({ id, chatId, name: operation.operationName, state: 'sent' }), result$);
  });

const fieldsOf = (referenceId: unknown): Pick<OperationEvent, 'referenceId'> =>
  typeof referenceId === 'number' ? { referenceId } : {};

/** What the error of `perform` means. The text of an operation that the server accepted must not be sent again. */
function failureOf(
  error: unknown,
  unsent: Unsent,
): Pick<OperationEvent, 'state' | 'detail' | 'referenceId' | 'unsent'> {
  const detail = error instanceof Error ? error.message : String(error);
  if (isTimeout(error)) {
    const { wasSent } = error;
    return {
      state: wasSent === false ? 'failed' : 'unanswered',
      detail,
      ...(wasSent !== true && { unsent }),
    };
  }
  const notification = isFailure(error) ? error.notification : undefined;
  return {
    ...fieldsOf(notification?.referenceId),
    state: 'failed',
    detail: notification?.errorMessage ?? detail,
    unsent,
  };
}

const isTimeout = (error: unknown): error is OperationTimeoutError =>
  error instanceof Error && error.name === 'OperationTimeoutError';
const isFailure = (error: unknown): error is OperationFailedError =>
  error instanceof Error && error.name === 'OperationFailedError';

/** What the agent wrote. */
function writtenIn({ text, url }: Operation): string {
  const written = text ?? url;
  return typeof written === 'string' ? written : '';
}
