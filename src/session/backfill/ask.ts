import type { ChatMessage } from '../../model/index.ts';
import type { Step } from './state.ts';

/** A chat whose messages are to be requested, or are requested now. */
export interface Ask {
  readonly chatId: string;
  /** Part of the first look of a backfill, which does not end before it. */
  isFirst: boolean;
  /** The second look, after which the tail of the chat is known. */
  isSecond: boolean;
  /** Only because of a gap, which may have been filled meanwhile. */
  isForGap: boolean;
  /** The chat ends when its last messages are known. */
  ends: boolean;
  /** The message at which the last answer should have started, and which it lacked: now the whole log is requested. */
  lacked: ChatMessage | undefined;
  /** Requests in a row that brought no news. */
  tries: number;
  /** Since when they are wanted, by the local clock. */
  readonly since: number;
  dueAt: number;
  /** When it was refused for the first time. */
  deniedAt: number | undefined;
  request: number | undefined;
  /** The message at which the request starts. */
  anchor: ChatMessage | undefined;
}

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
  tries: 0,
  deniedAt: undefined,
  request: undefined,
  anchor: undefined,
};
