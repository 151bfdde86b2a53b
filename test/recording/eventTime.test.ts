import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { filter, map, type Observable, Subject } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadMark, ViewOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { fromRecording } from '../../src/recording/index.ts';
import { anyLiveStream, began } from './anyLiveStream.ts';
import { recorded } from './recordings.ts';
import { operatorsWith } from './replayedOperators.ts';

/** A mark for each notification with a reference: recorded, so that a replay gives the same marks. */
const readIn = (source: Observable<ChatNotification>): Observable<ReadMark> =>
  source.pipe(
    filter(({ chatId, referenceId }) => chatId !== undefined && referenceId !== undefined),
    map(({ chatId = '', referenceId: index = 0 }) => ({ chatId, index })),
  );

type Emissions = Readonly<Record<string, readonly unknown[]>>;

/** What each operator emits until the source completes. */
function emissionsOf(source: Observable<ChatNotification>, options: ViewOptions): Emissions {
  const operators = operatorsWith({
    options,
    after: 15_000,
    readIn$: readIn,
    send$: () => [9],
    result: { timeout: Infinity }, // it counts from subscribing, so it depends on the speed
  });
  const emissions: Record<string, unknown[]> = {};
  const shared = new Subject<ChatNotification>();
  for (const [name, operator] of Object.entries(operators)) {
    const emitted: unknown[] = (emissions[name] = []);
    shared.pipe(operator).subscribe((emission) => emitted.push(emission));
  }
  source.subscribe(shared);
  return emissions;
}

/** Delivers each notification when the clock shows its `receivedAt`, as a session does. */
function live(notifications: readonly ChatNotification[], options: ViewOptions): Emissions {
  vi.setSystemTime(began);
  const source = new Subject<ChatNotification>();
  const emissions = emissionsOf(source, options);
  for (const notification of notifications) {
    vi.advanceTimersByTime(Math.max(0, notification.receivedAt - Date.now()));
    source.next(notification);
  }
  source.complete();
  return emissions;
}

function replay(lines: readonly string[], speed: number, options: ViewOptions): Emissions {
  vi.setSystemTime(began + 1e9);
  const emissions = emissionsOf(fromRecording(lines, { speed }), options);
  vi.advanceTimersByTime(1e7 / speed);
  expect(vi.getTimerCount()).toBe(0); // all have completed
  return emissions;
}

const speeds = [1, 10, 1_000, Infinity];

describe('a replay emits what every operator emitted live, up to the last notification', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each<[string, ViewOptions]>([
    ['with default options', {}],
    ['with short retention and few chats', { retainEnded: 4_000, expireAfter: 3_000, maxChats: 2 }],
    ['where everything is due soon', { retainEnded: 1, expireAfter: 1 }],
    ['where nothing is ever due', { retainEnded: Infinity, expireAfter: Infinity }],
  ])('at speed 1, 10, 1000 and Infinity, %s', (_, options) => {
    fc.assert(
      fc.property(anyLiveStream, (notifications) => {
        const expected = live(notifications, options);
        const lines = recorded(notifications, { redact: false });
        for (const speed of speeds) {
          const replayed = replay(lines, speed, options);
          // The comparison of vitest takes longer than the replay.
          if (!isDeepStrictEqual(replayed, expected)) expect(replayed, `speed ${speed}`).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });
});
