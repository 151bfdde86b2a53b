import type { FiredFaults } from 'rx-chat-notifications/simulator';
import type { Engine } from './engines.ts';
import { FAULT_KINDS } from './faults.ts';
import { play, settle, truths } from './play.ts';
import type { Schedule } from './schedule.ts';
import { openStage } from './stage.ts';
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
  readonly backfills: number;
  readonly ours: Verdict;
  readonly naive: Verdict;
  /** What went wrong beside what is wrong in the books. */
  readonly problems: readonly string[];
}

/** No run takes longer, in milliseconds. */
const LIMIT = 60_000;

/** Plays a schedule on a stage of its own, which is gone afterwards. */
export async function run(schedule: Schedule, engine: Engine, patience = 10_000): Promise<Outcome> {
  const startedAt = performance.now();
  const before = process.getActiveResourcesInfo();
  const problems: string[] = [];
  const complain = (error: unknown): void => {
    problems.push(`unhandled: ${error instanceof Error ? String(error.stack) : String(error)}`);
  };
  process.on('unhandledRejection', complain).on('uncaughtException', complain);
  const seen = await seenOf(schedule, engine, patience, complain);
  const left = (): readonly string[] => leftOver(before, process.getActiveResourcesInfo());
  const { signal } = new AbortController();
  await until('all resources are free', () => left().length === 0, { patience, signal }).catch(() => {
    problems.push(`left behind: ${left().join(', ')}`);
  });
  process.off('unhandledRejection', complain).off('uncaughtException', complain);
  return {
    schedule,
    engine,
    took: performance.now() - startedAt,
    ...seen,
    problems: [...seen.problems, ...problems],
  };
}

type Seen = Omit<Outcome, 'schedule' | 'engine' | 'took'>;

async function seenOf(
  schedule: Schedule,
  engine: Engine,
  patience: number,
  complain: (error: unknown) => void,
): Promise<Seen> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new Error(`it took longer than ${LIMIT} ms`));
  }, LIMIT);
  const problems: string[] = [];
  try {
    const stage = await openStage(engine, schedule.seed, { patience, signal: limit.signal });
    try {
      await play(schedule, stage);
      await settle(schedule, stage);
    } catch (error) {
      problems.push(String(error));
    }
    const { server, subject, naive } = stage;
    const truth = truths(stage);
    const seen = {
      chats: truth.length,
      messages: truth.reduce((sum, { messages }) => sum + messages.length, 0),
      fired: server.faults.fired,
      counts: { ...subject.counts },
      backfills: subject.backfills(),
      ours: verdictOn(truth, subject.books()),
      naive: verdictOn(truth, [naive.book()]),
      problems: [...problems, ...stage.problems, ...subject.problems],
    };
    await stage.close().catch(complain);
    return seen;
  } catch (error) {
    return { ...nothing, problems: [String(error)] };
  } finally {
    clearTimeout(timer);
  }
}

const nothing: Omit<Seen, 'problems'> = {
  chats: 0,
  messages: 0,
  fired: undefined,
  counts: undefined,
  backfills: 0,
  ours: verdictOn([], []),
  naive: verdictOn([], []),
};

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
export const failuresOf = ({ ours, problems }: Outcome): readonly string[] => [...problems, ...ours.findings];

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
