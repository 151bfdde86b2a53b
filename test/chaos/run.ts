import type { FiredFaults } from 'rx-chat-notifications/simulator';
import type { Engine } from './engines.ts';
import { FAULT_KINDS } from './faults.ts';
import { play, settle } from './play.ts';
import type { Schedule } from './schedule.ts';
import { openStage, type Stage } from './stage.ts';
import type { Subject } from './subject.ts';
import { until } from './until.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** What came of a run. */
export interface Outcome {
  readonly schedule: Schedule;
  readonly engine: Engine;
  /** How long it took, in milliseconds. */
  readonly took: number;
  readonly chats: number;
  readonly messages: number;
  readonly fired: FiredFaults | undefined;
  readonly counts: Subject['counts'] | undefined;
  readonly restorations: number;
  readonly ours: Verdict;
  readonly naive: Verdict;
  /** What went wrong beside what is wrong in the books. */
  readonly problems: readonly string[];
}

/** No run takes longer, in milliseconds. */
const LIMIT = 60_000;

const nothing = verdictOn([], []);

/** Plays a schedule on a stage of its own, which is gone afterwards. */
export async function run(schedule: Schedule, engine: Engine): Promise<Outcome> {
  const startedAt = performance.now();
  const before = process.getActiveResourcesInfo();
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new Error(`it took longer than ${LIMIT} ms`));
  }, LIMIT);
  const problems: string[] = [];
  const complain = (error: unknown): void => {
    problems.push(`unhandled: ${error instanceof Error ? String(error.stack) : String(error)}`);
  };
  process.on('unhandledRejection', complain).on('uncaughtException', complain);
  const outcome = { ours: nothing, naive: nothing, chats: 0, messages: 0, restorations: 0 };
  let told: Pick<Outcome, 'fired' | 'counts'> = { fired: undefined, counts: undefined };
  let stage: Stage | undefined;
  try {
    stage = await openStage(engine, schedule.seed, limit.signal);
    await play(schedule, stage);
    outcome.ours = await settle(schedule, stage);
  } catch (error) {
    problems.push(String(error));
  }
  if (stage !== undefined) {
    const { server, subject, naive } = stage;
    const chatIds = new Set(schedule.steps.map(({ chatId }) => chatId));
    const truths = server
      .chatIds()
      .filter((id) => chatIds.has(id))
      .map((chatId) => server.truth(chatId));
    outcome.naive = verdictOn(truths, [naive.book()]);
    outcome.chats = truths.length;
    outcome.messages = truths.reduce((sum, { messages }) => sum + messages.length, 0);
    outcome.restorations = subject.restorations();
    told = { fired: server.faults.fired, counts: subject.counts };
    problems.push(...stage.problems, ...subject.problems);
    await stage.close().catch((error: unknown) => problems.push(`while closing: ${String(error)}`));
  }
  clearTimeout(timer);
  const left = (): readonly string[] => leftOver(before, process.getActiveResourcesInfo());
  await until('all resources are free', () => left().length === 0, new AbortController().signal).catch(() => {
    problems.push(`left behind: ${left().join(', ')}`);
  });
  process.off('unhandledRejection', complain).off('uncaughtException', complain);
  return { schedule, engine, took: performance.now() - startedAt, ...outcome, ...told, problems };
}

/** What is in the second list more often than in the first. */
function leftOver(before: readonly string[], after: readonly string[]): readonly string[] {
  const allowed = [...before];
  return after.filter((name) => {
    const at = allowed.indexOf(name);
    if (at >= 0) allowed.splice(at, 1);
    return at < 0;
  });
}

/** Why the toolkit has failed. */
export const failuresOf = ({ ours, problems }: Outcome): readonly string[] => [...ours.findings, ...problems];

/** Why a run proves nothing: a kind of fault has never struck, or a client that does nothing about faults came through. */
export function doubtsAbout({ engine, fired, naive }: Outcome): readonly string[] {
  const missing = FAULT_KINDS.filter(
    (kind) => !Object.hasOwn(engine.without, kind) && (fired?.[kind] ?? 0) === 0,
  );
  return [
    ...missing.map((kind) => `${kind} has never struck`),
    ...(naive.lost + naive.doubled === 0 ? ['the naive client has neither lost nor doubled anything'] : []),
  ];
}
