import type { FiredFaults } from 'rx-chat-notifications/simulator';

/** The faults of the whole server, by name. `restartIndices` is about one chat. */
export type FaultName = Exclude<keyof FiredFaults, 'restartIndices'>;

/** What a button says, and what it does. */
export interface FaultCard {
  readonly label: string;
  readonly effect: string;
}

/** One button for each fault. */
export const FAULT_CARDS: Readonly<Record<FaultName, FaultCard>> = {
  restart: { label: 'Kill the server', effect: 'Down for 2 s. All sessions are gone; people talk on.' },
  expireSessions: { label: 'Expire sessions', effect: 'The server drops its sessions silently.' },
  dropConnections: { label: 'Drop connections', effect: 'Open connections break; sessions stay.' },
  blackhole: { label: 'Black hole', effect: 'For 3 s nothing is answered.' },
  delay: { label: 'Slow network', effect: 'For 10 s each response takes 300 to 500 ms more.' },
  http: { label: 'HTTP 503 × 3', effect: 'The next three requests fail.' },
  loseMessages: { label: 'Lose 3', effect: 'The next three logs are never pushed.' },
  duplicate: { label: 'Double 3', effect: 'The next three logs come twice.' },
  reorder: { label: 'Reorder 3', effect: 'Three times, a log overtakes the one before it.' },
  cutReplies: { label: 'Cut 3 replies', effect: 'The next three replies break off in the middle.' },
  restLag: { label: 'Slow REST', effect: 'For 10 s, REST shows the state of 2 s ago. The sessions expire.' },
  hideFromList: { label: 'Empty list', effect: 'For 3 s, the list of chats is empty. The sessions expire.' },
  malformed: { label: 'Damage 3', effect: 'The next three logs cannot be decoded.' },
};

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULT_CARDS, name);

export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULT_CARDS).filter(isFaultName);
