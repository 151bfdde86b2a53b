import { connect, map, merge, type Observable, scan } from 'rxjs';
import { operationErrors, statusChanges, transcriptAccumulator } from '../../index.ts';
import { type Desk, deskAfter, type DeskEvent, emptyDesk, type ServerNews } from './desk.ts';
import type { Feed } from './feed.ts';

/** Something that happened, and the desk before and after it. */
export interface DeskUpdate {
  readonly event: DeskEvent;
  readonly before: Desk;
  readonly after: Desk;
}

/**
 * The whole view: the operators derive what is of interest from the notifications of a feed, and one pure fold puts it
 * all on the desk. What is done to the server joins from the side.
 */
export function deskUpdates(feed: Feed, server$: Observable<ServerNews>): Observable<DeskUpdate> {
  const events$ = merge(
    feed.status$.pipe(map((status): DeskEvent => ({ kind: 'connection', status }))),
    feed.backfilled$.pipe(map((backfilled): DeskEvent => ({ kind: 'backfilled', backfilled }))),
    feed.failures$.pipe(map((failure): DeskEvent => ({ kind: 'failure', failure }))),
    server$.pipe(map((news): DeskEvent => ({ kind: 'server', news }))),
    feed.notifications$.pipe(
      // One subscription: a recording would be played once for each.
      connect((notifications$) =>
        merge(
          notifications$.pipe(
            statusChanges(),
            map((change): DeskEvent => ({ kind: 'status', change })),
          ),
          notifications$.pipe(
            transcriptAccumulator(),
            map((transcript): DeskEvent => ({ kind: 'transcript', transcript })),
          ),
          notifications$.pipe(
            operationErrors(),
            map((error): DeskEvent => ({ kind: 'error', error })),
          ),
        ),
      ),
    ),
  );
  return events$.pipe(
    scan<DeskEvent, DeskUpdate, Pick<DeskUpdate, 'after'>>(updateAfter, { after: emptyDesk }),
  );
}

const updateAfter = ({ after: before }: Pick<DeskUpdate, 'after'>, event: DeskEvent): DeskUpdate => ({
  event,
  before,
  after: deskAfter(before, event),
});
