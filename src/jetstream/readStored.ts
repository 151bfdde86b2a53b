import type { JsMsg } from '@nats-io/jetstream';
import type { ChatNotification } from '../model/index.ts';
import { readPayload } from './payload.ts';
import type { JetStreamReport } from './reports.ts';

/** Where a notification is stored, and whose it is. */
export interface StoredAt {
  /** The sequence number in the stream. */
  readonly sequence: number;
  readonly tenant: string;
  readonly agent: string;
}

/** A notification that was read from a stream. Operators ignore `stored`. */
export type StoredNotification = ChatNotification & { readonly stored: StoredAt };

/** Reads a message of a stream; one that is damaged gives a report. */
export function readStored(
  message: Pick<JsMsg, 'seq' | 'subject' | 'string'>,
): { readonly notification: StoredNotification } | { readonly report: JetStreamReport } {
  const { seq: sequence, subject } = message;
  const raw = message.string();
  const read = readPayload(raw); // a new object, which nobody else has
  if ('notification' in read)
    return { notification: Object.assign(read.notification, { stored: { sequence, ...read.source } }) };
  return {
    report: {
      kind: 'damaged',
      message: `sequence ${sequence}, ${subject}: ${read.problem}. It is skipped.`,
      sequence,
      subject,
      raw,
    },
  };
}
