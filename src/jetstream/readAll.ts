import type { JetStreamClient, JsMsg, OrderedConsumerOptions } from '@nats-io/jetstream';

/** How long to wait for the next of the stored messages, in milliseconds. */
const patience = 5_000;

/**
 * Reads what a stream stores now, in order.
 *
 * @throws Error if the broker stops answering before the end.
 */
export async function readAll(
  js: JetStreamClient,
  stream: string,
  options: Partial<OrderedConsumerOptions>,
  read: (message: JsMsg) => void,
): Promise<void> {
  const consumer = await js.consumers.get(stream, { inactive_threshold: 30_000, ...options });
  try {
    let pending = (await consumer.info(true)).num_pending;
    while (pending > 0) {
      const before = pending;
      for await (const message of await consumer.fetch({
        max_messages: Math.min(pending, 500),
        expires: patience,
      })) {
        read(message);
        pending = message.info.pending;
      }
      if (pending === before)
        throw new Error(`stream "${stream}": ${pending} stored messages did not arrive in time`);
    }
  } finally {
    await consumer.delete().catch(() => undefined); // the broker deletes it later
  }
}

/** Options to start at an instant. */
export const startingAt = (instant: number): Partial<OrderedConsumerOptions> => ({
  deliver_policy: 'by_start_time',
  opt_start_time: new Date(Math.max(instant, 0)).toISOString(),
});
