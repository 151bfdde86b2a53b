import {
  catchError,
  concat,
  defer,
  filter,
  map,
  mergeMap,
  type Observable,
  of,
  scan,
  share,
  Subject,
  TimeoutError,
} from 'rxjs';
import { operationResult } from 'rx-chat-notifications';
import {
  type LoggedOperation,
  type Operation,
  type OperationEvent,
  operationsAfter,
  type Unsent,
} from '../model/operationLog.ts';
import type { ConsoleSession } from './session.ts';

/** Sends operations, and tells what became of them. */
export interface Operations {
  readonly send: (chatId: string, operation: Operation) => void;
  readonly log$: Observable<readonly LoggedOperation[]>;
  readonly unsent$: Observable<Unsent>;
}

const PATIENCE = 15_000;

export function operationsOf(session: ConsoleSession): Operations {
  const sent$ = new Subject<{ readonly chatId: string; readonly operation: Operation }>();
  const events$ = sent$.pipe(
    mergeMap(({ chatId, operation }, id) => perform(session, id, chatId, operation)),
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

/** Posts an operation; its answer is the notification that bears the referenceId of the reply. */
const perform = (
  { notifications$, fetch }: ConsoleSession,
  id: number,
  chatId: string,
  operation: Operation,
): Observable<OperationEvent> =>
  defer(() => {
    const sentAt = performance.now();
    let referenceId: number | undefined;
    const known = (): Pick<OperationEvent, 'referenceId'> =>
      referenceId === undefined ? {} : { referenceId };
    const answered$ = notifications$.pipe(
      filter(({ origin }) => origin === 'live'),
      operationResult(() => post(fetch, chatId, operation).then((given) => (referenceId = given)), {
        timeout: PATIENCE,
      }),
      map(({ notificationType }): OperationEvent => ({
        id,
        state: 'answered',
        detail: notificationType,
        took: performance.now() - sentAt,
        ...known(),
      })),
      catchError((error: unknown) =>
        of<OperationEvent>({
          id,
          state: error instanceof TimeoutError && referenceId !== undefined ? 'unanswered' : 'failed',
          detail: error instanceof Error ? error.message : String(error),
          took: performance.now() - sentAt,
          ...known(),
          ...(referenceId === undefined && { unsent: { chatId, text: writtenIn(operation) } }),
        }),
      ),
    );
    return concat(
      of<OperationEvent>({ id, chatId, name: operation.operationName, state: 'sent' }),
      answered$,
    );
  });

async function post(fetch: ConsoleSession['fetch'], chatId: string, operation: Operation): Promise<number> {
  const response = await fetch(`api/v2/me/chats/${encodeURIComponent(chatId)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(operation),
  });
  if (response.headers.get('Content-Type')?.includes('json') !== true) {
    throw new Error(`HTTP ${response.status}: ${(await response.text()).trim().slice(0, 200)}`);
  }
  const { referenceId, statusMessage } = (await response.json()) as Reply;
  if (referenceId === undefined) throw new Error(statusMessage ?? `HTTP ${response.status}`);
  return referenceId;
}

interface Reply {
  readonly referenceId?: number;
  readonly statusMessage?: string;
}

/** What an agent has written, who would not like to write it again. */
function writtenIn({ text, url }: Operation): string {
  const written = text ?? url;
  return typeof written === 'string' ? written : '';
}
