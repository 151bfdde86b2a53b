import type { JetStreamClient } from '@nats-io/jetstream';

/** What this package needs of the connection under a JetStream client. */
export interface NatsLink {
  readonly info?: { readonly version: string };
  status(): AsyncIterable<{ readonly type: string }>;
  isClosed(): boolean;
  closed(): Promise<unknown>;
}

/** The connection of a client: the public type does not name it. */
export function linkOf(js: JetStreamClient): NatsLink | undefined {
  const nc: unknown = Reflect.get(js, 'nc');
  return isLink(nc) ? nc : undefined;
}

const isLink = (nc: unknown): nc is NatsLink =>
  typeof nc === 'object' &&
  nc !== null &&
  ['status', 'isClosed', 'closed'].every((method) => typeof Reflect.get(nc, method) === 'function');
