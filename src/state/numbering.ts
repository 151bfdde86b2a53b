import { assignEpochs, type Epochs, firstEpoch, later, type Point, reopen } from '../fold/epochs.ts';
import { type ChatMessage, epochOf } from '../model/index.ts';

/** What a fold that holds no messages knows of the indices of a chat. Immutable. */
export interface Numbering {
  readonly epochs: Epochs;
  /** The latest time of the server, and the highest index of the current epoch. */
  readonly last: Point;
}

export const noNumbering: Numbering = {
  epochs: firstEpoch,
  last: { at: -Infinity, index: -Infinity },
};

/**
 * The numbering after a log, and the messages of the log with their epochs.
 *
 * @param reopenings - how often the chat was reopened so far.
 */
export function numbered(
  { epochs: known, last }: Numbering,
  messages: readonly ChatMessage[],
  reopenings: number,
): { readonly numbering: Numbering; readonly log: readonly ChatMessage[] } {
  const { epochs, log } = assignEpochs(
    reopenings === known.reopenings ? known : reopen(known, reopenings, last),
    messages,
    false,
    { last, lowest: -Infinity, equals: () => [] },
  );
  const start = epochs.current === known.current ? last : { ...last, index: -Infinity };
  const current = log.filter((message) => epochOf(message) === epochs.current);
  return { numbering: { epochs, last: current.reduce(later, start) }, log };
}
