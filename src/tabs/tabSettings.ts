import { isObject } from '../codec/ownFields.ts';
import { checkOptions } from '../fold/checkOptions.ts';
import { type Settings, settingsOf } from '../session/settings.ts';
import type { SharedSessionOptions } from './types.ts';

/** The options of a shared session, checked and completed. */
export interface TabSettings {
  readonly session: Settings;
  readonly name: string;
  readonly takeoverAfter: number;
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
  const wanted =
    'a string that tells this user from others, such as a user id, with bearer or header credentials';
  check(
    'name',
    name,
    isName || (name === undefined && !isRequired),
    isRequired ? wanted : 'a string that is not empty',
  );
  const isDuration =
    typeof takeoverAfter === 'number' && Number.isFinite(takeoverAfter) && takeoverAfter >= shortest;
  check('takeoverAfter', takeoverAfter, isDuration, `a number of milliseconds, at least ${shortest}`);
  return { session, name: name ?? '', takeoverAfter };
}

/** What the leader decides for all tabs, as text: without secrets, and with functions only as such. */
export function optionsText({ session, takeoverAfter }: TabSettings): string {
  const { transports, ack, policy, history, linger } = session;
  const plain = { transports, ack, retry: policy, history, linger, takeoverAfter };
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'function' ? 'a function' : value));
}

/** The names of the options in which two texts differ. */
export function differingOptions(mine: string, theirs: string): string {
  try {
    const [a, b] = [mine, theirs].map((text) => fieldsOf(text));
    const names = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])];
    return names.filter((name) => JSON.stringify(a?.get(name)) !== JSON.stringify(b?.get(name))).join(', ');
  } catch {
    return 'all';
  }
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  const parsed: unknown = JSON.parse(text);
  return new Map(isObject(parsed) ? Object.entries(parsed) : []);
}
