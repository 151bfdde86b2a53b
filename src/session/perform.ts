import {
  filter,
  firstValueFrom,
  from,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  ReplaySubject,
  type SchedulerLike,
  take,
  timer,
} from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { checkOptions, isNumber } from '../fold/checkOptions.ts';
import { longestTimer } from '../fold/longestTimer.ts';
import { type ChatNotification, OperationFailedError, operationFailure } from '../model/index.ts';
import { aborted } from './aborted.ts';
import { OperationTimeoutError } from './operationTimeoutError.ts';
import { type Sending, sendOperation } from './sendOperation.ts';
import type { OperationRequest, Performed, PerformOptions } from './operations.ts';
import type { SessionOptions } from './types.ts';

export interface PerformDependencies extends Sending {
  readonly operations: Required<SessionOptions>['operations'];
  readonly scheduler: SchedulerLike;
  /** Replays the current status. */
  readonly status$: Observable<ConnectionStatus>;
  /** What is emitted from now on. */
  readonly live$: Observable<ChatNotification>;
  readonly hold: () => () => void;
}

/** Performs operations in the name of a session. */
export const performer =
  ({ operations, scheduler, status$, live$, hold, ...sending }: PerformDependencies) =>
  async (chatId: string, operation: OperationRequest, options: PerformOptions = {}): Promise<Performed> => {
    const { timeout = 30_000, signal } = options;
    checkOperation(chatId, operation, timeout);
    signal?.throwIfAborted();
    let wasSent: OperationTimeoutError['wasSent'] = false;
    const release = hold();
    /** What carries an id and arrives before the reply says which id it is. */
    const candidates = new ReplaySubject<ChatNotification>(Infinity);
    const listening = live$
      .pipe(filter((notification) => notification.chatId === chatId && idOf(notification) !== undefined))
      .subscribe(candidates);
    const leaving = new AbortController();
    const late$ =
      timeout > longestTimer
        ? NEVER
        : timer(timeout, scheduler).pipe(
            map((): never => {
              throw new OperationTimeoutError(operation.operationName, chatId, timeout, wasSent);
            }),
          );
    const send = async (): Promise<Readonly<Record<string, unknown>>> => {
      wasSent = 'unknown';
      const reply = await sendOperation(sending, chatId, operations(chatId, operation), leaving.signal);
      wasSent = true;
      return reply;
    };
    const performed$ = status$.pipe(
      filter(({ state, reason }) => {
        if (!hasEnded(state)) return state === 'connected';
        throw new OperationFailedError({ chatId, reason: reason ?? `the session is ${state}` });
      }),
      take(1),
      mergeMap(() => from(send())),
      mergeMap((reply) => resultOf(reply, candidates)),
    );
    try {
      // eslint-disable-next-line rxjs-x/no-ignored-default-value -- the status `closed`, which is replayed, rejects first
      return await firstValueFrom(merge(performed$, late$, signal === undefined ? NEVER : aborted(signal)));
    } finally {
      leaving.abort();
      listening.unsubscribe();
      release();
    }
  };

/** @throws TypeError that names the invalid argument. */
export function checkOperation(chatId: string, operation: OperationRequest, timeout: number): void {
  const check = checkOptions('session.perform', {});
  check('chatId', chatId, typeof chatId === 'string' && chatId !== '', 'the id of a chat');
  check('operation', operation, isOperation(operation), 'an object with an operationName');
  check('timeout', timeout, isNumber(timeout), 'milliseconds');
}

const isOperation = (operation: Partial<OperationRequest> | undefined): boolean =>
  typeof operation?.operationName === 'string';

const hasEnded = (state: string): boolean => state === 'denied' || state === 'failed' || state === 'closed';

const idOf = ({ referenceId, operationId }: ChatNotification): number | string | undefined =>
  referenceId ?? operationId;

/** The reply alone if it carries no id, else with the notification that carries it. */
function resultOf(
  reply: Readonly<Record<string, unknown>>,
  candidates: Observable<ChatNotification>,
): Observable<Performed> {
  const { referenceId, operationId } = reply;
  const id = referenceId ?? operationId;
  if (typeof id !== 'number' && (typeof id !== 'string' || id === '')) return from([{ reply }]);
  return candidates.pipe(
    filter((notification) => notification.referenceId === id || notification.operationId === id),
    take(1),
    map((notification) => {
      if (notification.kind === 'error') throw operationFailure(notification);
      return { reply, notification };
    }),
  );
}
