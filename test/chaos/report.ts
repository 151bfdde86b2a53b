import { doubtsAbout, failuresOf, type Outcome } from './run.ts';
import type { Fault } from './faults.ts';
import type { Shrunk } from './shrink.ts';
import type { Verdict } from './verdict.ts';

/** So many lines of one run say enough. */
const MOST = 12;

/** What came of a run, in a few lines. */
export function report(outcome: Outcome): string {
  const { schedule, engine, took, chats, messages, fired = {}, counts, backfills, ours, naive } = outcome;
  const struck = Object.entries(fired).map(([kind, times]) => `${kind} ${String(times)}`);
  const failures = failuresOf(outcome);
  return [
    `seed ${schedule.seed} over ${engine.name}: ${schedule.faults.length} faults, ${chats} chats, ` +
      `${messages} messages, ${(took / 1_000).toFixed(1)} s`,
    `  struck: ${struck.join(', ')}`,
    `  told:   ${counts?.live ?? 0} messages live, ${counts?.history ?? 0} fetched in ${backfills} backfills ` +
      `and for gaps, ${counts?.failures ?? 0} failures`,
    `  ours:   ${numbers(ours)}`,
    `  naive:  ${numbers(naive)}`,
    ...failures.slice(0, MOST).map((line) => `  FAILED: ${line}`),
    ...(failures.length > MOST ? [`  … and ${failures.length - MOST} more`] : []),
    ...doubtsAbout(outcome).map((line) => `  PROVES NOTHING: ${line}`),
  ].join('\n');
}

const numbers = ({ lost, doubled, misplaced }: Verdict): string =>
  `${lost} lost, ${doubled} doubled, ${misplaced} out of place`;

/** What is left of the faults of a run that failed. */
export const reportShrunk = ({ items, runs, isMinimal }: Shrunk<Fault>): string =>
  [
    `  after ${runs} more runs ${isMinimal ? 'a minimal list' : 'a shorter list, as far as time went'} of its faults:`,
    ...items.map((fault) => `    ${JSON.stringify(fault)}`),
  ].join('\n');
