import type { Ask, Step } from './state.ts';

/** Wants the messages of a chat to be requested, with all that is wanted of it already. */
export function ask(
  { state: { asks }, clock }: Step,
  chatId: string,
  wanted: Partial<Ask> & Pick<Ask, 'dueAt'>,
): Ask {
  const known = asks.get(chatId);
  if (known === undefined) {
    const fresh = { ...nothingAsked, chatId, since: clock, ...wanted };
    asks.set(chatId, fresh);
    return fresh;
  }
  known.dueAt = Math.min(known.dueAt, wanted.dueAt);
  known.isFirst ||= wanted.isFirst === true;
  known.isSecond ||= wanted.isSecond === true;
  known.isForGap &&= wanted.isForGap === true;
  known.ends ||= wanted.ends === true;
  return known;
}

const nothingAsked: Omit<Ask, 'chatId' | 'since' | 'dueAt'> = {
  isFirst: false,
  isSecond: false,
  isForGap: false,
  ends: false,
  lacked: undefined,
  reached: undefined,
  tries: 0,
  deniedAt: undefined,
  request: undefined,
  anchor: undefined,
};
