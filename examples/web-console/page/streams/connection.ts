import { map, merge, type Observable, scan, shareReplay, startWith } from 'rxjs';
import {
  connectionAfter,
  type ConnectionEvent,
  type ConnectionLog,
  emptyLog,
} from '../model/connectionLog.ts';
import type { ConsoleSession } from './session.ts';

export const connectionOf = ({
  status$,
  backfilled$,
  failures$,
}: ConsoleSession): Observable<ConnectionLog> =>
  merge(
    status$.pipe(map((status): ConnectionEvent => ({ kind: 'status', status }))),
    backfilled$.pipe(map((backfilled): ConnectionEvent => ({ kind: 'backfilled', backfilled }))),
    failures$.pipe(map((failure): ConnectionEvent => ({ kind: 'failure', failure, at: Date.now() }))),
  ).pipe(
    scan(connectionAfter, emptyLog),
    startWith(emptyLog),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
