import type { OrderedConsumerOptions } from '@nats-io/jetstream';
import { startingAt } from './readAll.ts';

/**
 * Where to begin: with everything stored, with what is stored from now on, with what was stored since an instant (epoch
 * milliseconds), or with the last state and the last message of each chat.
 */
export type JetStreamStart = 'all' | 'new' | 'current' | { readonly since: number };

/** How far a stream was read. */
export interface Position {
  readonly from: JetStreamStart;
  /** The sequence number of the last message that was read; 0 if none was. */
  readonly last: number;
  /** The last sequence number of the stream when reading began. */
  readonly beginning: number;
}

/** How to go on reading. An interruption never skips or repeats. */
export function nextStart({ from, last, beginning }: Position): Partial<OrderedConsumerOptions> {
  if (from === 'current' && last < beginning) return { deliver_policy: 'last_per_subject' };
  if (last > 0) return fromSequence(last + 1);
  if (from === 'all') return { deliver_policy: 'all' };
  return typeof from === 'object' ? startingAt(from.since) : fromSequence(beginning + 1);
}

const fromSequence = (sequence: number): Partial<OrderedConsumerOptions> => ({
  deliver_policy: 'by_start_sequence',
  opt_start_seq: sequence,
});

/** Whether a message is one that was read before, which `last_per_subject` delivers again after an interruption. */
export const isRead = (position: Position, sequence: number): boolean => sequence <= position.last;
