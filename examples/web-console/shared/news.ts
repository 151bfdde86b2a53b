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

/** The identity of a message that was really sent, in the order of its chat. */
export type SentMessage = readonly [index: number, type: string, participantId: string, text?: string];

/** The messages sent in a chat since the last report. */
export interface SentMessages {
  readonly chatId: string;
  readonly messages: readonly SentMessage[];
}

/** What the server reports twice a second. */
export interface ServerNews {
  readonly sent: readonly SentMessages[];
  readonly fired: FiredFaults;
}
