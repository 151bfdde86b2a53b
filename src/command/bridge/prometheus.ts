import type { ChatBridge } from '../../jetstream/index.ts';

/** The metrics of a bridge as Prometheus reads them. */
export interface PrometheusMetrics {
  readonly contentType: string;
  readonly text: () => string;
  readonly stop: () => void;
}

const prefix = 'chat_bridge_';
/** Upper bounds, in seconds. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The lines of one metric in the text format of Prometheus. No name, label or value needs escaping. */
const metric = (
  type: 'counter' | 'gauge' | 'histogram',
  name: string,
  help: string,
  samples: readonly (readonly [suffix: string, value: number])[],
): string =>
  [
    `# HELP ${prefix}${name} ${help}`,
    `# TYPE ${prefix}${name} ${type}`,
    ...samples.map(([suffix, value]) => `${prefix}${name}${suffix} ${value}`),
    '',
  ].join('\n');

const labelled = (label: string, values: Readonly<Record<string, number>>): (readonly [string, number])[] =>
  Object.entries(values).map(([key, value]) => [`{${label}="${key}"}`, value]);

export function prometheusMetrics(bridge: Pick<ChatBridge, 'metrics' | 'published$'>): PrometheusMetrics {
  const atMost = buckets.map(() => 0);
  let [count, sum] = [0, 0];
  const subscription = bridge.published$.subscribe({
    next: ({ latency }) => {
      const seconds = latency / 1_000;
      count += 1;
      sum += seconds;
      for (const [at, bound] of buckets.entries()) if (seconds <= bound) atMost[at] = (atMost[at] ?? 0) + 1;
    },
    error: () => undefined, // the command ends with the bridge
  });

  function text(): string {
    const { sessions, openGaps, leases, notifications, published, backfills } = bridge.metrics;
    const { owned, ...leaseChanges } = leases;
    return [
      metric('gauge', 'sessions', 'Sessions by the state of their connection.', labelled('state', sessions)),
      metric('gauge', 'open_gaps', 'Gaps in the message indices of the chats.', [['', openGaps]]),
      metric('gauge', 'leases', 'Leases that this bridge has.', [['', owned]]),
      metric('counter', 'notifications_total', 'Notifications that sessions emitted.', [['', notifications]]),
      metric(
        'counter',
        'published_total',
        'Messages, states and errors by what became of them.',
        labelled('outcome', published),
      ),
      metric('counter', 'backfills_total', 'Reconnections after which everything missed was fetched.', [
        ['', backfills],
      ]),
      metric(
        'counter',
        'lease_changes_total',
        'Leases that were acquired, moved, lost or have expired.',
        labelled('change', leaseChanges),
      ),
      metric(
        'histogram',
        'publish_latency_seconds',
        'From the notification to its acknowledgement by the broker.',
        [
          ...buckets.map((bound, at) => [`_bucket{le="${bound}"}`, atMost[at] ?? 0] as const),
          ['_bucket{le="+Inf"}', count],
          ['_sum', sum],
          ['_count', count],
        ],
      ),
    ].join('');
  }

  return {
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    text,
    stop: () => {
      subscription.unsubscribe();
    },
  };
}
