import type { SchedulerLike } from 'rxjs';
import { checkArgument } from './checkArgument.ts';

/** @throws TypeError if an option is invalid; the message names it. */
export type Check = (option: string, value: unknown, isSensible: boolean, wanted: string) => void;

/**
 * Gives what checks the options of a function one by one.
 *
 * @throws TypeError if they are no object.
 */
export function checkOptions(caller: string, options: unknown): Check {
  const check: Check = (...args) => {
    checkArgument(caller, ...args);
  };
  check('options', options, Object.prototype.toString.call(options) === '[object Object]', 'an object');
  return check;
}

export const isFunction = (value: unknown): boolean => typeof value === 'function';

export const isScheduler = (value: Partial<SchedulerLike> | null): boolean => isFunction(value?.schedule);

/** Whether a value is a number that counts or measures something. */
export const isNumber = (value: unknown): boolean => typeof value === 'number' && value >= 0;

export const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;

/** A test for one of some strings; any passes if none is asked for. */
export function testOf(
  check: Check,
  option: string,
  wanted: string | readonly string[] | undefined,
): (value: string | undefined) => boolean {
  if (wanted === undefined) return () => true;
  const all: readonly (string | undefined)[] = [wanted].flat();
  check(option, wanted, all.every(isString), 'a string or strings');
  return (value) => all.includes(value);
}

const isString = (value: unknown): boolean => typeof value === 'string';
