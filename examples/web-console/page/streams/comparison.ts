import { bufferTime, delay, map, merge, type Observable, scan, startWith, switchMap } from 'rxjs';
import type { ConsoleConfig, ServerNews } from '../../shared/news.ts';
import {
  type Comparison,
  comparisonAfter,
  type ComparisonEvent,
  emptyComparison,
} from '../model/comparison.ts';
import { naiveClient } from './naive.ts';
import type { ConsoleSession } from './session.ts';

const PERIOD = 500;

/** What was said a moment ago may still be on its way. */
const GRACE = 1_500;

/** Both clients beside the truth, anew each time that somebody starts it. */
export const comparisonOf = (
  { chats$ }: ConsoleSession,
  config: ConsoleConfig,
  news$: Observable<ServerNews>,
  starts$: Observable<void>,
): Observable<Comparison> =>
  starts$.pipe(
    startWith(undefined),
    switchMap(() =>
      merge(
        chats$.pipe(map((chats): ComparisonEvent => ({ kind: 'ours', chats }))),
        naiveClient(config).pipe(map((news): ComparisonEvent => ({ ...news, kind: 'naive' }))),
        news$.pipe(
          delay(GRACE),
          map(({ said }): ComparisonEvent => ({ kind: 'said', said })),
        ),
      ).pipe(bufferTime(PERIOD), scan(comparisonAfter, emptyComparison), startWith(emptyComparison)),
    ),
  );
