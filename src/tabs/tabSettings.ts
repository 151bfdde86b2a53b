import { checkOptions } from '../fold/checkOptions.ts';
import { type Settings, settingsOf } from '../session/settings.ts';
import type { Options } from './protocol.ts';
import type { TabRules } from './tabState.ts';
import type { SharedSessionOptions } from './types.ts';

/** The options of a shared session, checked and completed. */
export interface TabSettings {
  readonly session: Settings;
  readonly name: string;
  readonly rules: TabRules;
}

/** Timers of hidden pages run once a second at most: with less, a tab would be replaced because it is slow. */
const shortest = 1_000;

/** @throws TypeError if an option is invalid; the message names it. */
export function tabSettings(options: SharedSessionOptions): TabSettings {
  const check = checkOptions('sharedSession', options);
  const session = settingsOf(options);
  const { name, credentials, takeoverAfter = 10_000 } = options;
  const isRequired = credentials?.kind === 'bearer' || credentials?.kind === 'headers';
  const isName = typeof name === 'string' && name !== '';
  const wanted = 'a string that identifies this user, such as a user id, with bearer or header credentials';
  check(
    'name',
    name,
    isName || (name === undefined && !isRequired),
    isRequired ? wanted : 'a string that is not empty',
  );
  const isDuration =
    typeof takeoverAfter === 'number' && Number.isFinite(takeoverAfter) && takeoverAfter >= shortest;
  check('takeoverAfter', takeoverAfter, isDuration, `a number of milliseconds, at least ${shortest}`);
  return {
    session,
    name: name ?? '',
    rules: { takeoverAfter, options: decisive(session, takeoverAfter) },
  };
}

/** What the leader decides for all tabs, as text: without secrets, and with functions only as such. */
function decisive({ transports, ack, policy, history, linger }: Settings, takeoverAfter: number): Options {
  const plain = { transports, ack, retry: policy, history, linger, takeoverAfter };
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'function' ? 'a function' : part));
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, textOf(value)]));
}
