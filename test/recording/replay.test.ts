import { concat, concatWith, from, map, mergeMap, NEVER, type Observable, of, tap, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import * as entry from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { fromRecording, toRecording } from '../../src/recording/index.ts';
import { marbles } from '../marbles.ts';
import { liveStream, operators } from './replayedOperators.ts';

/** As a session emits: without an end. */
const live$: Observable<ChatNotification> = concat(
  from(liveStream).pipe(mergeMap(([frame, notification]) => timer(frame).pipe(map(() => notification)))),
  NEVER,
);

/** Recorded in virtual time, live. */
function recording(): readonly string[] {
  const lines: string[] = [];
  marbles(({ expectObservable }) => {
    const recorded$ = live$.pipe(
      toRecording(),
      tap((line) => lines.push(line)),
      map(() => undefined),
    );
    expectObservable(recorded$, '200ms !').toEqual(
      concat(of(undefined), live$.pipe(map(() => undefined)), NEVER),
    );
  });
  return lines;
}

/** Without their timers, or at another pace, these emit at other times. */
const timed = new Set([
  'chatDirectory',
  'chatViews',
  'groupByChat',
  'operationResult',
  'responseBreaches',
  'typingParticipants',
  'unreadCount',
]);

const noOperators = ['OperationFailedError', 'byNickname', 'byParticipant', 'byUser'];
const names = Object.keys(entry).filter((name) => !noOperators.includes(name));

describe('a replay in virtual time', () => {
  it('[RC25] is compared for every operator', () => {
    expect(Object.keys(operators).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(operators))('[RC25] emits what the live stream emitted: %s', (_, operator) => {
    const lines = recording();
    expect(lines).toHaveLength(liveStream.length + 1);
    let emissions = 0;
    marbles(({ expectObservable }) => {
      const replayed$ = fromRecording(lines).pipe(
        concatWith(NEVER),
        operator,
        tap(() => (emissions += 1)),
      );
      expectObservable(replayed$, '200ms !').toEqual(live$.pipe(operator));
    });
    expect(emissions).toBeGreaterThan(0);
  });

  it.each([...timed])('[RC25] the comparison detects another pace: %s', (name) => {
    const lines = recording();
    const operator = operators[name] ?? expect.unreachable();
    const compare = (speed: number): void => {
      marbles(({ expectObservable }) => {
        const replayed$ = fromRecording(lines, { speed }).pipe(concatWith(NEVER), operator);
        expectObservable(replayed$, '200ms !').toEqual(live$.pipe(operator));
      });
    };
    compare(1);
    expect(() => {
      compare(2);
    }).toThrow();
  });
});
