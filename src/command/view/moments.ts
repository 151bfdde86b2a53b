import { map, merge, type Observable, scan } from 'rxjs';
import { type ChatSession, statusChanges, transcriptAccumulator } from 'rx-chat-notifications';
import { type Desk, deskAfter, type DeskEvent, emptyDesk, type ServerNews } from './desk.ts';

/** Something that happened, and the desk before and after it. */
export interface Moment {
  readonly event: DeskEvent;
  readonly before: Desk;
  readonly after: Desk;
}

/**
 * The whole example: the operators derive what is of interest from the notifications of a session, and one pure fold
 * puts it all on the desk. What is done to the server joins from the side.
 */
export function deskMoments(session: ChatSession, server$: Observable<ServerNews>): Observable<Moment> {
  const events$ = merge(
    session.status$.pipe(map((status): DeskEvent => ({ kind: 'connection', status }))),
    session.failures$.pipe(map((failure): DeskEvent => ({ kind: 'failure', failure }))),
    server$.pipe(map((news): DeskEvent => ({ kind: 'server', news }))),
    session.notifications$.pipe(
      statusChanges(),
      map((change): DeskEvent => ({ kind: 'status', change })),
    ),
    session.notifications$.pipe(
      transcriptAccumulator(),
      map((transcript): DeskEvent => ({ kind: 'transcript', transcript })),
    ),
  );
  return events$.pipe(scan<DeskEvent, Moment, Pick<Moment, 'after'>>(momentAfter, { after: emptyDesk }));
}

const momentAfter = ({ after: before }: Pick<Moment, 'after'>, event: DeskEvent): Moment => ({
  event,
  before,
  after: deskAfter(before, event),
});
