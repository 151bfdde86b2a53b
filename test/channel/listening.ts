import { type Observable, type Subscription } from 'rxjs';
import { onTestFinished, vi } from 'vitest';
import type { BayeuxMessage } from '../../src/channel/index.ts';
import { fakeBayeuxClient, type FakeBayeuxClient } from '../../src/testing/index.ts';

export const channel = '/v2/me/chats';

export interface Listening {
  readonly client: FakeBayeuxClient;
  /** What those that listen were told: data, the name of an error, `complete`. */
  readonly events: unknown[];
  readonly listen: (messages$: Observable<BayeuxMessage>, into?: unknown[]) => Subscription;
}

/** A client without a network, and time that stands still until the test is finished. */
export function listening(): Listening {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const events: unknown[] = [];
  return {
    client: fakeBayeuxClient(),
    events,
    listen: (messages$, into = events) =>
      messages$.subscribe({
        next: ({ data }) => into.push(data),
        error: (error: unknown) => into.push(String(error).split(':')[0]),
        complete: () => into.push('complete'),
      }),
  };
}
