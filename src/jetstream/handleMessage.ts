import type { JsMsg } from '@nats-io/jetstream';
import { from, lastValueFrom, type ObservableInput } from 'rxjs';
import { partsOf } from './failure.ts';
import type { OnReport } from './reports.ts';
import { readStored, type StoredNotification } from './readStored.ts';

/** Handles a notification. It is acknowledged when the result, a Promise or an Observable, has completed. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a handler need not return anything
export type Handle = (notification: StoredNotification) => ObservableInput<unknown> | void;

/** Handles a message, and acknowledges it after that. Never rejects. */
export async function handleMessage(
  message: JsMsg,
  {
    ackWait,
    redeliverAfter,
    onReport,
  }: { readonly ackWait: number; readonly redeliverAfter: number; readonly onReport: OnReport },
  handle: Handle,
  emit: (notification: StoredNotification) => void,
): Promise<void> {
  const read = readStored(message);
  if ('report' in read) {
    message.term();
    onReport(read.report);
    return;
  }
  const { notification } = read;
  // Handling may take longer than the broker waits.
  const working = setInterval(() => {
    message.working();
  }, ackWait / 3);
  try {
    const result = handle(notification);
    if (result !== undefined) await lastValueFrom(from(result), { defaultValue: undefined });
    message.ack();
  } catch (error) {
    message.nak(redeliverAfter);
    const { seq: sequence, subject } = message;
    onReport({
      kind: 'handler',
      message: `sequence ${sequence}, ${subject}: the handler failed: ${partsOf(error).message}. It is delivered again in ${redeliverAfter} ms.`,
      sequence,
      subject,
    });
    return;
  } finally {
    clearInterval(working);
  }
  emit(notification);
}
