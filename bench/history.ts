/** How long a backfill delays live notifications: `npm run bench:history`, see `README.md`. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { filter, firstValueFrom, tap } from 'rxjs';
import { chatSession, isMessageLogUpdate, type SessionOptions } from '../src/index.ts';
import { chats, missedEach } from './history/scale.ts';
import { longestTurn } from './longestTurn.ts';
import { medianOf } from './ratio.ts';
import { type BenchRow, report } from './report.ts';

/** What a live notification may wait in the process, in milliseconds. */
const patience = 50;
const rounds = 9;

const server = fork(new URL('history/server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
const [access] = (await once(server, 'message')) as [Required<Pick<SessionOptions, 'url' | 'credentials'>>];
const session = chatSession(access);
let fetched = 0;
session.notifications$
  .pipe(
    filter(isMessageLogUpdate),
    filter(({ origin }) => origin === 'history'),
    tap(({ messages }) => (fetched += messages.length)),
  )
  .subscribe();

/** Resolves to how many messages were fetched. A second look that is still due may fetch some before the backfill. */
const backfill = async (): Promise<number> => {
  const before = fetched;
  const backfilled = firstValueFrom(session.backfilled$, { defaultValue: undefined });
  server.send('expire');
  await backfilled;
  return fetched - before;
};

await session.ready();
await sleep(2_000);
const stalls: { readonly idle: number; readonly backfilling: number }[] = [];
const complaints: string[] = [];
for (let round = 0; round < rounds; round += 1) {
  const idle = await longestTurn(() => sleep(2_000));
  const backfilling = await longestTurn(async () => {
    const count = await backfill();
    if (count < chats * missedEach) complaints.push(`only ${count} messages were backfilled`);
  });
  stalls.push({ idle, backfilling });
}
await session.close();
server.disconnect();
server.kill();

const row = (contender: string, milliseconds: readonly number[], goal?: number): BenchRow => ({
  bench: 'history',
  case: `${chats} chats, longest stall over ${patience} ms`,
  contender,
  nsPerOp: medianOf(milliseconds) * 1e6,
  ratio: medianOf(milliseconds) / patience,
  ...(goal !== undefined && { goal }),
});
report(
  [
    row(
      'live notifications alone',
      stalls.map(({ idle }) => idle),
    ),
    row(
      'ours',
      stalls.map(({ backfilling }) => backfilling),
      1,
    ),
  ],
  complaints,
);
