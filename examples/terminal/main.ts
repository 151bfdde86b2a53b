import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { lastValueFrom, map, Subject, takeUntil, tap } from 'rxjs';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { emptyDesk, type ServerNews } from './desk.ts';
import { liveScreen } from './liveScreen.ts';
import { deskMoments } from './pipeline.ts';
import { plainLines } from './plainLines.ts';
import { play } from './play.ts';
import { isRight, summaryOf } from './summary.ts';
import { summaryLines } from './summaryLines.ts';

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(); // Whoever reads has seen enough: `npm start | head`.
});

adapt(); // CometD expects a browser
const simulator = await startSimulator({ chats: 3, messagesPerSecond: 12, authentication: false });
const client = new CometD();
client.configure({ url: simulator.notificationsUrl, backoffIncrement: 250, logLevel: 'warn' });

// A pipe, a log, or a terminal that does not tell its size gets lines.
const isScreen = process.stdout.isTTY && process.stdout.columns > 0;
const view = isScreen ? liveScreen(process.stdout) : plainLines(write);
const server$ = new Subject<ServerNews>();
const over$ = new Subject<void>();
try {
  const desk$ = deskMoments(client, simulator.channel, server$).pipe(
    tap((moment) => {
      view.show(moment);
    }),
    map(({ after }) => after),
  );
  const watched = lastValueFrom(desk$.pipe(takeUntil(over$)), { defaultValue: emptyDesk });
  client.handshake();
  const played = play(simulator, (news) => {
    server$.next(news);
  });
  await Promise.race([played, watched]).finally(view.end);
  over$.next();
  const desk = await watched;

  const summary = summaryOf(
    desk,
    simulator.chatIds().map((chatId) => simulator.truth(chatId)),
  );
  const columns = isScreen ? process.stdout.columns : 80;
  for (const line of ['', ...summaryLines(summary, simulator.faults.fired, columns)]) write(line);
  process.exitCode = isRight(summary, simulator.faults.fired) ? 0 : 1;
} finally {
  await new Promise<void>((resolve) => {
    if (client.isDisconnected()) resolve(); // its disconnect() would never call back
    client.disconnect(() => {
      resolve();
    });
  });
  await simulator.stop();
}
