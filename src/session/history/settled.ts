import type { Transcript } from '../../state/transcript.ts';

/**
 * The lowest index of a chat that was passed over, or `undefined` if none was. Up to `settledTo` everything is known:
 * it was told, or the server has nothing there.
 *
 * Wire: GWS counts from 1. Where the very first are missing it is 0, for another server may count from there.
 */
export function lowestUnseen(log: Transcript, settledTo: number): number | undefined {
  const { gaps } = log;
  if ((log.at(0)?.index ?? 0) > settledTo + 1) return 0;
  if ((gaps.at(-1)?.to ?? 0) <= settledTo) return undefined; // as a rule, however many there are
  return gaps.find(({ to }) => to > settledTo)?.from;
}
