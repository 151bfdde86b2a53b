import { setTimeout as sleep } from 'node:timers/promises';
import { isFinal } from 'rx-chat-notifications';
import type { ChatTruth } from 'rx-chat-notifications/simulator';
import type { LogFaultKind } from './faults.ts';
import type { Schedule } from './schedule.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';
import { isClean, verdictOn } from './verdict.ts';

/** Plays a schedule in real time; in the middle another subscriber joins. */
export async function play({ steps, faults, duration }: Schedule, stage: Stage): Promise<void> {
  const { perform, strike, subject, patience } = stage;
  const events = [
    ...steps.map((step) => ({
      at: step.at,
      happen: () => {
        perform(step);
      },
    })),
    ...faults.map((fault) => ({
      at: fault.at,
      happen: () => {
        strike(fault);
      },
    })),
    {
      at: duration / 2,
      happen: () => {
        subject.join('late subscriber');
      },
    },
  ].sort((one, other) => one.at - other.at);
  const startedAt = performance.now();
  for (const { at, happen } of events) {
    while (performance.now() - startedAt < at) {
      patience.signal.throwIfAborted();
      await sleep(5);
    }
    happen();
  }
}

const LOG_FAULTS: readonly LogFaultKind[] = ['duplicate', 'reorder', 'loseMessages', 'malformed'];

/**
 * Lets things settle. What people say goes on until no fault is armed: everything that was lost has a successor then, so
 * it has to be found out and fetched. Then all sessions are lost once more, and something is said that only a restoration
 * brings. Rejects if something is still wrong after it was waited for.
 */
export async function settle({ seed }: Schedule, stage: Stage): Promise<void> {
  const { server, subject, patience } = stage;
  const isConnected = (): boolean => subject.status()?.state === 'connected';
  const isArmed = (kind: LogFaultKind): boolean => server.faults.fired[kind] < stage.armed(kind);
  const sayInAll = (text: string): void => {
    for (const { chatId, status } of truths(stage)) {
      if (!isFinal(status)) server.say(chatId, 'Customer', text);
    }
  };
  const isTrue = (): boolean => isClean(verdictOn(truths(stage), subject.books()));
  const sayUnlessCalm = (): boolean => {
    const goesOn = isConnected() && LOG_FAULTS.some(isArmed);
    if (goesOn) sayInAll('Anything else?');
    return !goesOn && isConnected();
  };

  // Refusals strike one after the other, each after a reconnection.
  const longer = { ...patience, patience: 3 * patience.patience };
  await until('the session knows all chats, and all faults have struck', stage.isCaughtUp, longer);
  await stage.calm();
  await until('the session connects', isConnected, patience);
  await until('the faults of message logs have struck', sayUnlessCalm, patience);
  sayInAll('Just a moment.');
  await until('what was passed over is fetched', isTrue, longer, 200); // with second looks

  const { backfills } = subject;
  const before = backfills();
  if (seed % 2 === 0) await server.faults.restart({ downFor: 50 });
  else server.faults.expireSessions();
  sayInAll('Are you still there?');
  await until('what was missed is backfilled', () => backfills() > before && isConnected(), patience);
  sayInAll('Goodbye!');
  await until('nothing is wrong', isTrue, patience, 200);
}

/** What a perfect client would hold of all chats now. */
export const truths = ({ server }: Stage): readonly ChatTruth[] =>
  server.chatIds().map((chatId) => server.truth(chatId));
