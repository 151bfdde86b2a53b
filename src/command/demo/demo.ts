import { from, merge, type Observable, share, Subject, takeUntil, tap } from 'rxjs';
import { chatSession } from '../../index.ts';
import { startSimulator } from '../../simulator/index.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { columns, write } from '../terminal.ts';
import type { ServerNews } from '../view/desk.ts';
import { feedUntil } from '../view/feed.ts';
import { show, viewOf } from '../view/show.ts';
import { play, introduction } from './play.ts';
import { isRight, summaryOf } from './summary.ts';
import { summaryLines } from './summaryLines.ts';

/** Watches a simulated GWS in which things go wrong; fails unless all that was seen is true. */
export async function demo(stop$: Observable<unknown>): Promise<ExitCode> {
  const simulator = await startSimulator({ chats: 3, messagesPerSecond: 12 });
  const session = chatSession({ url: simulator.url, credentials: simulator.credentials, logger: silent });
  const server$ = new Subject<ServerNews>();
  const stopped = new AbortController();
  const tell = (news: ServerNews): void => {
    server$.next(news);
  };
  try {
    const stopping$ = stop$.pipe(
      tap(() => {
        stopped.abort();
      }),
    );
    const over$ = merge(stopping$, from(play(simulator, tell, stopped.signal))).pipe(share());
    const desk = await show(feedUntil(over$, session), viewOf(introduction), server$.pipe(takeUntil(over$)));
    if (stopped.signal.aborted) return exitCodes.ended;
    const { fired } = simulator.faults;
    const truths = simulator.chatIds().map((chatId) => simulator.truth(chatId));
    const summary = summaryOf(desk, truths);
    write('');
    for (const line of summaryLines(summary, fired, columns)) write(line);
    return isRight(summary, fired) ? exitCodes.ended : exitCodes.failed;
  } finally {
    stopped.abort(); // also where it failed: nothing more is to be done to the server
    await session.close();
    await simulator.stop();
  }
}

/** The view shows all of it. */
const silent = (): void => undefined;
