import { setTimeout as sleep } from 'node:timers/promises';
import { isFinal } from 'rx-chat-notifications';
import type { LogFaultKind } from './faults.ts';
import type { Schedule } from './schedule.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';
import { isClean, type Verdict, verdictOn } from './verdict.ts';

/** Plays a schedule in real time; in the middle another subscriber joins. */
export async function play({ steps, faults, duration }: Schedule, stage: Stage): Promise<void> {
  const { perform, strike, subject, signal } = stage;
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
      signal.throwIfAborted();
      await sleep(5);
    }
    happen();
  }
}

const LOG_FAULTS: readonly LogFaultKind[] = ['duplicate', 'reorder', 'loseMessages', 'malformed'];

/**
 * Lets things settle: what people say goes on until no fault is armed, then all sessions are lost once more, for what
 * was lost without a successor comes only with a restoration. Gives the verdict when there is nothing to find any more,
 * or when that has been waited for in vain.
 */
export async function settle({ seed, steps }: Schedule, stage: Stage): Promise<Verdict> {
  const { server, subject, signal } = stage;
  const chatIds = [...new Set(steps.map(({ chatId }) => chatId))];
  const isConnected = (): boolean => subject.status()?.state === 'connected';
  const isArmed = (kind: LogFaultKind): boolean => server.faults.fired[kind] < stage.armed(kind);
  const sayInAll = (text: string): void => {
    for (const chatId of chatIds) {
      if (!isFinal(server.truth(chatId).status)) server.say(chatId, 'Customer', text);
    }
  };
  const verdict = (): Verdict =>
    verdictOn(
      chatIds.map((chatId) => server.truth(chatId)),
      subject.books(),
    );

  await until('the session has heard of all chats, and all faults have struck', stage.isCaughtUp, signal);
  await stage.calm();
  await until('the session connects', isConnected, signal);
  await until(
    'the faults of message logs strike',
    () => {
      const goesOn = isConnected() && LOG_FAULTS.some(isArmed);
      if (goesOn) sayInAll('Anything else?');
      return !goesOn && isConnected();
    },
    signal,
  );
  sayInAll('Just a moment.');

  const { restorations } = subject;
  const before = restorations();
  if (seed % 2 === 0) await server.faults.restart({ downFor: 50 });
  else server.faults.expireSessions();
  await until('what was missed is restored', () => restorations() > before && isConnected(), signal);
  sayInAll('Goodbye!');
  await until('nothing is wrong', () => isClean(verdict()), signal, 200).catch(() => undefined);
  return verdict();
}
