import type { FiredFaults } from 'rx-chat-notifications/simulator';

/** What the page and its server exchange beside GWS. */
export const CONSOLE_PATH = '/console';

/** Below it the naive client finds the same GWS, with cookies of its own. */
export const NAIVE_PATH = '/naive';

/** Who the page is at the simulated GWS. */
export interface ConsoleConfig {
  readonly user: string;
  readonly password: string;
}

/** A message as it was really said: what tells it from all others, in the order of its chat. */
export type SaidMessage = readonly [index: number, type: string, participantId: string, text?: string];

/** What was said in a chat since it was last told of. */
export interface Said {
  readonly chatId: string;
  readonly messages: readonly SaidMessage[];
}

/** What the server tells twice a second. */
export interface ServerNews {
  readonly said: readonly Said[];
  readonly fired: FiredFaults;
}
