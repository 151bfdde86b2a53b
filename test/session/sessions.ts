import type { Observable, Subscription } from 'rxjs';
import { chatSession, type ChatSession, type SessionOptions } from 'rx-chat-notifications';
import { onTestFinished, vi } from 'vitest';
import { reaching } from '../interop/reaching.ts';
export { simulate } from '../simulator/running.ts';

/** A session that tries again soon, logs nothing, and is closed when the test is over. */
export function session(options: SessionOptions): ChatSession {
  const made = chatSession({
    logger: () => undefined,
    ...reaching(options),
    retry: { initialDelay: 20, maxDelay: 50, ...options.retry },
  });
  onTestFinished(() => made.close());
  return made;
}

/** What a subscriber was told, until it leaves or the test is over. */
export interface Heard<T> {
  readonly values: T[];
  readonly errors: Error[];
  isComplete: boolean;
  readonly subscription: Subscription;
}

export function hear<T>(stream$: Observable<T>): Heard<T> {
  const values: T[] = [];
  const errors: Error[] = [];
  const ended = { isComplete: false };
  const subscription = stream$.subscribe({
    next: (value) => values.push(value),
    error: (error: unknown) => errors.push(error as Error),
    complete: () => {
      ended.isComplete = true;
    },
  });
  onTestFinished(() => {
    subscription.unsubscribe();
  });
  return Object.assign(ended, { values, errors, subscription });
}

/** Waits until an assertion holds, long enough for a busy machine. */
export const eventually = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 5 });

export const connected = async ({ status$ }: ChatSession): Promise<void> => {
  const { values, subscription } = hear(status$);
  await vi.waitUntil(() => values.at(-1)?.state === 'connected', { timeout: 10_000, interval: 5 });
  subscription.unsubscribe();
};
