import type { SchedulerLike } from 'rxjs';
import type { ChatStatus } from '../../src/model/index.ts';

/** How long an operator that folds per chat keeps what it knows of a chat. */
export interface KeyedOptions {
  /** How long, in milliseconds, a chat is kept after it turned final. Default 60,000; `Infinity` keeps it. */
  readonly retainEnded?: number;
  /** How many chats are kept at most: ended ones go first, then the least recently changed. Default 10,000. */
  readonly maxChats?: number;
  /** Which states end a chat. Default: `Completed` and `Revoked`. */
  readonly isFinal?: (status: ChatStatus) => boolean;
  /** Times `retainEnded`. Default: RxJS's `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** @throws TypeError that names the option, if one makes no sense. */
export function checkKeyedOptions(operator: string, { retainEnded, maxChats, isFinal, scheduler }: KeyedOptions): void {
  if (retainEnded !== undefined && !(retainEnded >= 0)) {
    throw new TypeError(`${operator}: retainEnded must be milliseconds, 0 or more, got ${retainEnded}`);
  }
  if (maxChats !== undefined && !(maxChats >= 1)) {
    throw new TypeError(`${operator}: maxChats must be 1 or more, got ${maxChats}`);
  }
  if (isFinal !== undefined && typeof isFinal !== 'function') {
    throw new TypeError(`${operator}: isFinal must be a function of a chat status`);
  }
  if (scheduler !== undefined && typeof scheduler.schedule !== 'function') {
    throw new TypeError(`${operator}: scheduler must be an RxJS scheduler`);
  }
}
