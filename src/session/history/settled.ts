import type { Transcript } from '../../state/transcript.ts';

/**
 * The lowest index of a chat that was passed over, or `undefined` if none was. Up to `settledTo` everything is known:
 * it was told, or the server has nothing there.
 *
 * Wire: GWS counts from 1. Where the very first are missing it is 0, for another server may count from there.
 */
export function lowestUnseen(log: Transcript, settledTo: number): number | undefined {
  const first = log.at(0)?.index;
  if (first === undefined) return undefined;
  if (first > settledTo + 1) return settledTo === 0 ? 0 : settledTo + 1;
  const { gaps } = log;
  if ((gaps.at(-1)?.to ?? 0) <= settledTo) return undefined;
  const open = gaps.find(({ to }) => to > settledTo);
  return open === undefined ? undefined : Math.max(open.from, settledTo + 1);
}
