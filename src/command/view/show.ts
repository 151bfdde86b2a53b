import { EMPTY, lastValueFrom, map, type Observable, tap } from 'rxjs';
import { isScreen, write } from '../terminal.ts';
import { type Desk, emptyDesk, type ServerNews } from './desk.ts';
import type { Feed } from './feed.ts';
import { liveScreen } from './liveScreen.ts';
import { deskUpdates } from './deskUpdates.ts';
import { plainLines } from './plainLines.ts';
import type { Introduction } from './introduction.ts';
import type { View } from './view.ts';

/** The view for people: redrawn in place on a terminal, else one line an event. */
export const viewOf = (introduction: Introduction): View =>
  isScreen ? liveScreen(process.stdout, introduction) : plainLines(write, introduction);

/** Shows what a feed tells, until it is over; gives the desk as it is then. */
export async function show(feed: Feed, view: View, server$: Observable<ServerNews> = EMPTY): Promise<Desk> {
  const desk$ = deskUpdates(feed, server$).pipe(
    tap((update) => {
      view.show(update);
    }),
    map(({ after }) => after),
  );
  return lastValueFrom(desk$, { defaultValue: emptyDesk }).finally(view.end);
}
