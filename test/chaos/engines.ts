import type { SessionOptions } from 'rx-chat-notifications';
import { type Simulator, startSimulator } from 'rx-chat-notifications/simulator';
import type { FaultKind } from './faults.ts';

/** What a run needs of its server. */
export type ChaosServer = Pick<
  Simulator,
  | 'url'
  | 'channel'
  | 'credentials'
  | 'openChat'
  | 'say'
  | 'setState'
  | 'setUserData'
  | 'truth'
  | 'chatIds'
  | 'faults'
  | 'stop'
>;

/** A Bayeux server of some make, with GWS around it. */
export interface Engine {
  readonly name: string;
  readonly start: (seed: number) => Promise<ChaosServer>;
  /** The faults that it cannot have, and why. */
  readonly without: Readonly<Partial<Record<FaultKind, string>>>;
  /** How sessions speak to it, if not by default. */
  readonly session: Pick<SessionOptions, 'transports' | 'ack'>;
}

/** Sessions so short that they end in a run, too. */
const TIMES = { timeout: 300, maxInterval: 800 };

/** CometD's own server for Node; every other seed speaks the dialect of Workspace v3. */
const cometd: Engine = {
  name: 'cometd',
  start: (seed) => startSimulator({ seed, dialect: seed % 2 === 0 ? 'v3' : 'v2', ...TIMES }),
  without: {},
  session: {},
};

export const ENGINES: readonly Engine[] = [cometd];
