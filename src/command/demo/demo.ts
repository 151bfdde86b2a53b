import { from, Subject } from 'rxjs';
import { chatSession } from 'rx-chat-notifications';
import { startSimulator } from 'rx-chat-notifications/simulator';
import type { ServerNews } from './desk.ts';
import { play, playbill } from './play.ts';
import { isRight, summaryOf } from './summary.ts';
import { summaryLines } from './summaryLines.ts';
import { columns, watch, write } from './watch.ts';

/** Watches a simulated GWS; whether all that was seen is true. */
export async function demo(): Promise<boolean> {
  const simulator = await startSimulator({ chats: 3, messagesPerSecond: 12 });
  const session = chatSession({ url: simulator.url, credentials: simulator.credentials });
  const server$ = new Subject<ServerNews>();
  try {
    const played = play(simulator, (news) => {
      server$.next(news);
    });
    const desk = await watch(session, playbill, from(played), server$);
    const { fired } = simulator.faults;
    const summary = summaryOf(
      desk,
      simulator.chatIds().map((chatId) => simulator.truth(chatId)),
    );
    for (const line of ['', ...summaryLines(summary, fired, columns)]) write(line);
    return isRight(summary, fired);
  } finally {
    await session.close();
    await simulator.stop();
  }
}
