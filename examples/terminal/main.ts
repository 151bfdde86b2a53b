import { setTimeout as sleep } from 'node:timers/promises';
import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { lastValueFrom, map, Subject, takeUntil, tap } from 'rxjs';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import { emptyDesk } from './desk.ts';
import { liveScreen } from './liveScreen.ts';
import { deskMoments } from './pipeline.ts';
import { plainLines } from './plainLines.ts';
import { linesOf, summaryOf } from './summary.ts';

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Some fourteen seconds of chats: two faults every second and a restart half way. */
async function play(simulator: Simulator): Promise<void> {
  const { faults } = simulator;
  const arming = setInterval(() => {
    faults.duplicate();
    faults.reorder();
  }, 1_000);
  try {
    await sleep(6_500);
    await faults.restart({ drain: true, downFor: 1_000 });
    await sleep(6_500);
  } finally {
    clearInterval(arming);
  }
  await simulator.drain();
}

adapt(); // CometD expects a browser
const simulator = await startSimulator({ chats: 3, messagesPerSecond: 12 });
const client = new CometD();
client.configure({ url: simulator.notificationsUrl, backoffIncrement: 250, logLevel: 'warn' });

// A pipe, a log, or a terminal that does not tell its size gets lines.
const { isTTY, columns } = process.stdout;
const view = isTTY && columns > 0 ? liveScreen(process.stdout) : plainLines(write);
const over$ = new Subject<void>();
try {
  const desk$ = deskMoments(client, simulator.channel).pipe(
    tap((moment) => {
      view.show(moment);
    }),
    map(({ after }) => after),
  );
  const watched = lastValueFrom(desk$.pipe(takeUntil(over$)), { defaultValue: emptyDesk });
  client.handshake();
  await Promise.race([play(simulator), watched]).finally(view.end);
  over$.next();
  const desk = await watched;

  const summary = summaryOf(
    desk,
    simulator.chatIds().map((chatId) => simulator.truth(chatId)),
  );
  for (const line of ['', ...linesOf(summary, simulator.faults.fired)]) write(line);
  process.exitCode = summary.differing.length === 0 ? 0 : 1;
} finally {
  await new Promise<void>((resolve) => {
    client.disconnect(() => {
      resolve();
    });
  });
  await simulator.stop();
}
