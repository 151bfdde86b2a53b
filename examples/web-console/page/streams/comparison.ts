import {
  bufferTime,
  concatMap,
  connect,
  delay,
  filter,
  map,
  merge,
  type Observable,
  retry,
  scan,
  skip,
  skipUntil,
  startWith,
  switchMap,
  take,
} from 'rxjs';
import type { ConsoleConfig, ServerNews } from '../../shared/news.ts';
import {
  type Comparison,
  comparisonAfter,
  type ComparisonEvent,
  emptyComparison,
} from '../model/comparison.ts';
import { naiveClient, type NaiveNews } from './naive.ts';
import type { ConsoleSession } from './session.ts';

const PERIOD = 500;

/** Messages that were just sent may still be on their way. */
const GRACE = 1_500;

/** Both clients beside the truth, restarted on request. */
export const comparisonOf = (
  { chats$, status$ }: ConsoleSession,
  config: ConsoleConfig,
  news$: Observable<ServerNews>,
  starts$: Observable<void>,
): Observable<Comparison> =>
  starts$.pipe(
    startWith(undefined),
    switchMap(() =>
      merge(
        chats$.pipe(map((chats): ComparisonEvent => ({ kind: 'ours', chats }))),
        status$.pipe(
          filter(({ state }) => state === 'connected'),
          take(1),
          concatMap(() => naiveClient(config).pipe(retry({ delay: 1_000 }))),
          connect((naive$) => merge(naive$.pipe(filter(isAppended)), sentSince(naive$, news$))),
        ),
      ).pipe(bufferTime(PERIOD), scan(comparisonAfter, emptyComparison), startWith(emptyComparison)),
    ),
  );

const isAppended = (news: NaiveNews): news is Extract<NaiveNews, { readonly kind: 'naive' }> =>
  news.kind === 'naive';

/** Messages sent since the naive client subscribed: it cannot have earlier ones. */
const sentSince = (
  naive$: Observable<NaiveNews>,
  news$: Observable<ServerNews>,
): Observable<ComparisonEvent> =>
  news$.pipe(
    skipUntil(naive$.pipe(filter(({ kind }) => kind === 'subscribed'))),
    skip(1),
    delay(GRACE),
    map(({ sent }): ComparisonEvent => ({ kind: 'sent', sent })),
  );
