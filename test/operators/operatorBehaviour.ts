import { type OperatorFunction, take } from 'rxjs';
import { expect } from 'vitest';
import type { RetentionOptions } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';

/** Notifications, or their summaries, by their marbles. */
type Marbles<T> = Readonly<Record<string, T>>;

/**
 * Empty, never, error, early unsubscribe, take, with the subscriptions that each makes.
 *
 * @param told - of two marbles that a source tells, those that the operator tells.
 */
export function behavesAsOperatorsDo<N, T>(
  operator: OperatorFunction<N, T>,
  all: Marbles<N>,
  [a, b]: readonly [string, string],
  values: Marbles<T>,
  [x, y]: readonly [string, string] = [a, b],
): void {
  marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
    const empty = cold<N>('|        ');
    const emptySubs = '    (^!)     ';
    const never = cold<N>('-        ');
    const neverSubs = '    ^        ';
    const failing = cold(` -${a}-#     `, all);
    const failed = `       -${x}-#     `;
    const failingSubs = '  ^--!     ';
    const source = hot(`   -${a}-${b}-${a}-${b}|`, all);
    const unsub = '        ----!    ';
    const early = `        -${x}-${y}-    `;
    const earlySubs = '    ^---!    ';
    const taken = `        -${x}-(${y}|)  `;
    const takenSubs = '    ^--!     ';
    expectObservable(empty.pipe(operator)).toBe('|');
    expectObservable(never.pipe(operator)).toBe('-');
    expectObservable(failing.pipe(operator)).toBe(failed, values);
    expectObservable(source.pipe(operator), unsub).toBe(early, values);
    expectObservable(source.pipe(operator, take(2))).toBe(taken, values);
    expectSubscriptions(empty.subscriptions).toBe(emptySubs);
    expectSubscriptions(never.subscriptions).toBe(neverSubs);
    expectSubscriptions(failing.subscriptions).toBe(failingSubs);
    expectSubscriptions(source.subscriptions).toBe([earlySubs, takenSubs]);
  });
}

/** A late subscriber, after `a`, receives for `b` what a new subscriber receives: `t`. */
export function startsAnew<T>(
  operator: OperatorFunction<ChatNotification, T>,
  all: Marbles<ChatNotification>,
  last: string,
  values: Marbles<T>,
): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const source = hot(`-a-b-${last}-|`, all);
    const firstSubs = ' ^------!';
    const late = '      --^     ';
    const secondSubs = '--^----!';
    const first = `     -a-b-${last}-|`;
    const second = `    ---t-${last}-|`;
    const both = source.pipe(operator);
    expectObservable(both).toBe(first, values);
    expectObservable(both, late).toBe(second, values);
    expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
  });
}

/** An `isFinal` that throws at the state `Bad` of `x`, once, errors that subscriber and no other. */
export function errorsAlone<T>(
  operatorWith: (options: RetentionOptions) => OperatorFunction<ChatNotification, T>,
  all: Marbles<ChatNotification>,
  values: Marbles<T>,
): void {
  let throws = true;
  const isFinal = (status: string): boolean => {
    if (status !== 'Bad' || !throws) return false;
    throws = false;
    throw new Error('mine');
  };
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const source = hot('-a-x-b-|', all);
    const failSubs = '  ^--!    ';
    const goOnSubs = '  ^------!';
    const failing = '   -a-#    ';
    const goingOn = '   -a---b-|';
    const both = source.pipe(operatorWith({ isFinal }));
    expectObservable(both).toBe(failing, values, new Error('mine'));
    expectObservable(both).toBe(goingOn, values);
    expectSubscriptions(source.subscriptions).toBe([failSubs, goOnSubs]);
  });
}

/** Options that no keyed operator takes, by the name that the error has to tell. */
export const wrongKeyedOptions: readonly (readonly [name: string, options: unknown])[] = [
  ['options', null],
  ['options', ['Completed']],
  ['options', 5],
  ['options', 'Leave'],
  ['retainEnded', { retainEnded: '60' }],
  ['retainEnded', { retainEnded: -1 }],
  ['retainEnded', { retainEnded: NaN }],
  ['retainEnded', { retainEnded: null }],
  ['maxChats', { maxChats: 0 }],
  ['maxChats', { maxChats: 1.5 }],
  ['maxChats', { maxChats: '5' }],
  ['isFinal', { isFinal: 'Completed' }],
  ['isFinal', { isFinal: null }],
  ['scheduler', { scheduler: {} }],
  ['scheduler', { scheduler: null }],
];

/** A `TypeError` that names the invalid argument or option. */
export function expectTypeError(call: () => unknown, operator: string, name: string): void {
  expect(call).toThrow(TypeError);
  expect(call).toThrow(`${operator}: ${name} must be`);
}
