import type { JetStreamClient } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { explainedFailure } from '../failure.ts';

/**
 * Opens a bucket, which is created if it does not exist.
 *
 * @throws JetStreamSetupError that says what to change.
 */
export async function openBucket(js: JetStreamClient, bucket: string): Promise<KV> {
  const { Kvm } = await import('@nats-io/kv');
  try {
    return await new Kvm(js).create(bucket, { history: 1 });
  } catch (error) {
    throw explainedFailure(error, `Bucket "${bucket}"`);
  }
}
