import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ChatBridge } from '../../jetstream/index.ts';

/** The metrics of a bridge as Prometheus reads them. */
export interface PrometheusMetrics {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  readonly stop: () => void;
}

const prefix = 'chat_bridge_';
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function prometheusMetrics(bridge: Pick<ChatBridge, 'metrics' | 'published$'>): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];

  /** Adds a metric whose values the bridge knows, by the values of a label if there is one. */
  const metric =
    (kind: typeof Counter | typeof Gauge) =>
    (
      name: string,
      help: string,
      label: string | undefined,
      read: () => Readonly<Record<string, number>>,
    ): void => {
      const labelNames = label === undefined ? [] : [label];
      const made: Counter | Gauge = new kind({
        name: prefix + name,
        help,
        labelNames,
        registers,
        collect: () => {
          made.reset();
          for (const [key, value] of Object.entries(read()))
            made.inc(label === undefined ? {} : { [label]: key }, value);
        },
      });
    };
  const counter = metric(Counter);
  const gauge = metric(Gauge);

  gauge('sessions', 'Sessions by the state of their connection.', 'state', () => bridge.metrics.sessions);
  gauge('open_gaps', 'Gaps in the message indices of the chats.', undefined, () => ({
    all: bridge.metrics.openGaps,
  }));
  gauge('leases', 'Leases that this bridge has.', undefined, () => ({ all: bridge.metrics.leases.owned }));
  counter('notifications_total', 'Notifications that sessions emitted.', undefined, () => ({
    all: bridge.metrics.notifications,
  }));
  counter(
    'published_total',
    'Messages, states and errors by what became of them.',
    'outcome',
    () => bridge.metrics.published,
  );
  counter('backfills_total', 'Reconnections after which everything missed was fetched.', undefined, () => ({
    all: bridge.metrics.backfills,
  }));
  counter('lease_changes_total', 'Leases that were acquired, moved, lost or have expired.', 'change', () => {
    const { owned, ...changes } = bridge.metrics.leases;
    return changes;
  });
  const latency = new Histogram({
    name: `${prefix}publish_latency_seconds`,
    help: 'From the notification to its acknowledgement by the broker.',
    buckets,
    registers,
  });
  const subscription = bridge.published$.subscribe({
    next: ({ latency: milliseconds }) => {
      latency.observe(milliseconds / 1_000);
    },
    error: () => undefined, // the command ends with the bridge
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    stop: () => {
      subscription.unsubscribe();
    },
  };
}
