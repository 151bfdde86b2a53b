import type { Chat } from '../model/index.ts';
import type { ChatDesk, DeskView } from './chatDesk.ts';
import type { FiredFaults } from './simulatorFaults.ts';
import type { LoggedMessage } from './wire.ts';

/** What the REST resources list, which can differ from the truth. */
export interface RestFaults {
  /** The chats that `GET /me` lists. */
  readonly chats: (agent: string) => readonly Chat[];
  /** The message log of a chat from an index on; nothing if the agent has no such chat. */
  readonly log: (agent: string, chatId: string, index: number) => readonly LoggedMessage[] | undefined;
  readonly lag: (ms: number) => void;
  /** Hides a chat from the list, or all chats, for so many milliseconds from now. */
  readonly hide: (chatId: string | typeof ALL, forMs: number) => void;
  readonly fired: () => Pick<FiredFaults, 'restLag' | 'hideFromList'>;
}

/** In the place of a chat's id: every chat. */
export const ALL: unique symbol = Symbol('all chats');

export function restFaults(desk: ChatDesk, initialLag: number): RestFaults {
  const fired = { restLag: 0, hideFromList: 0 };
  const hiddenUntil = new Map<string | typeof ALL, number>();
  let lag = initialLag;

  function lagged<T>(read: (view: DeskView) => readonly T[] | undefined): readonly T[] | undefined {
    const now = performance.now();
    const shown = read(desk.at(now - lag));
    if (lag > 0 && !hasSameItems(shown, read(desk.at(now)))) fired.restLag += 1;
    return shown;
  }

  return {
    chats(agent) {
      const now = performance.now();
      const isHidden = (chatId: string | typeof ALL): boolean => now < (hiddenUntil.get(chatId) ?? 0);
      const chats = lagged(({ current }) => current(agent)) ?? [];
      const listed = isHidden(ALL) ? [] : chats.filter(({ id }) => !isHidden(id));
      if (listed.length < chats.length) fired.hideFromList += 1;
      return listed;
    },
    log: (agent, chatId, index) =>
      lagged(({ has, logFrom }) => (has(agent, chatId) ? logFrom(chatId, index) : undefined)),
    lag(ms) {
      lag = ms;
    },
    hide(chatId, forMs) {
      hiddenUntil.set(chatId, performance.now() + forMs);
    },
    fired: () => ({ ...fired }),
  };
}

const hasSameItems = <T>(one: readonly T[] | undefined, other: readonly T[] | undefined): boolean =>
  one?.length === other?.length && (one ?? []).every((item, at) => item === other?.[at]);
