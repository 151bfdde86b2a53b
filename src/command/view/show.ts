import { lastValueFrom, map, type Observable, takeUntil, tap } from 'rxjs';
import type { ChatSession } from 'rx-chat-notifications';
import { type Desk, emptyDesk, type ServerNews } from './desk.ts';
import { liveScreen } from './liveScreen.ts';
import { deskMoments } from './pipeline.ts';
import { plainLines } from './plainLines.ts';
import type { Playbill } from './playbill.ts';

/** A pipe, a log, or a terminal that does not tell its size gets lines. */
const isScreen = process.stdout.isTTY && process.stdout.columns > 0;

export const columns: number = isScreen ? process.stdout.columns : 80;

export const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Shows what a session tells, until it is over; gives the desk as it is then. */
export async function watch(
  session: ChatSession,
  playbill: Playbill,
  over$: Observable<unknown>,
  server$: Observable<ServerNews>,
): Promise<Desk> {
  const view = isScreen ? liveScreen(process.stdout, playbill) : plainLines(write, playbill);
  const desk$ = deskMoments(session, server$).pipe(
    tap((moment) => {
      view.show(moment);
    }),
    map(({ after }) => after),
    takeUntil(over$),
  );
  return lastValueFrom(desk$, { defaultValue: emptyDesk }).finally(view.end);
}
