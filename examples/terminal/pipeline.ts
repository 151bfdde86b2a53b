import { filter, map, merge, type Observable, scan, share, Subject } from 'rxjs';
import {
  type BayeuxClient,
  connectionStatus,
  dedupeByIndex,
  type DecodeFailure,
  fromChannel,
  isMessageLogUpdate,
  statusChanges,
  transcriptAccumulator,
  validNotifications,
} from 'rx-chat-notifications';
import { type Desk, deskAfter, type DeskEvent, emptyDesk, isSaid, type ServerNews } from './desk.ts';

/** Something that happened, and the desk before and after it. */
export interface Moment {
  readonly event: DeskEvent;
  readonly before: Desk;
  readonly after: Desk;
}

/**
 * The whole example: the channel of a CometD client becomes notifications, the operators derive what is of
 * interest, and one pure fold puts it all on the desk. What is done to the server joins from the side.
 */
export function deskMoments(
  client: BayeuxClient,
  channel: string,
  server$: Observable<ServerNews>,
): Observable<Moment> {
  const failures$ = new Subject<DecodeFailure>();
  const received$ = fromChannel(client, channel).pipe(
    validNotifications((failure) => {
      failures$.next(failure);
    }),
    share(),
  );
  const distinct$ = received$.pipe(dedupeByIndex(), share());

  const events$ = merge(
    connectionStatus(client).pipe(map((status): DeskEvent => ({ kind: 'connection', status }))),
    server$.pipe(map((news): DeskEvent => ({ kind: 'server', news }))),
    failures$.pipe(map((failure): DeskEvent => ({ kind: 'failure', failure }))),
    distinct$.pipe(
      statusChanges(),
      map((change): DeskEvent => ({ kind: 'status', change })),
    ),
    distinct$.pipe(
      transcriptAccumulator(),
      map((transcript): DeskEvent => ({ kind: 'transcript', transcript })),
    ),
    // Comes last: what was new in the notification is in its transcript by now.
    received$.pipe(
      filter(isMessageLogUpdate),
      map(({ chatId, messages }): DeskEvent => ({
        kind: 'received',
        chatId,
        messages: messages.filter(isSaid),
      })),
    ),
  );

  return events$.pipe(scan<DeskEvent, Moment, Pick<Moment, 'after'>>(momentAfter, { after: emptyDesk }));
}

const momentAfter = ({ after: before }: Pick<Moment, 'after'>, event: DeskEvent): Moment => ({
  event,
  before,
  after: deskAfter(before, event),
});
