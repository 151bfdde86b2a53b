import { BehaviorSubject, Subject } from 'rxjs';
import type { Backfilled } from '../session/index.ts';
import type { Foreign } from '../session/reports.ts';
import type { SessionFailure } from '../session/types.ts';

/** The streams of a tab that have no state, and whether the first backfill has ended. */
export interface TabStreams {
  readonly failures$: Subject<SessionFailure>;
  readonly foreign$: Subject<Foreign>;
  readonly backfilled$: Subject<Backfilled>;
  readonly isBackfilled$: BehaviorSubject<boolean>;
}

export const tabStreams = (): TabStreams => ({
  failures$: new Subject(),
  foreign$: new Subject(),
  backfilled$: new Subject(),
  isBackfilled$: new BehaviorSubject(false),
});
