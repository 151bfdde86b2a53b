import type { FiredFaults, Simulator } from 'rx-chat-notifications/simulator';
import type { FaultName } from '../shared/faults.ts';

const DOWN_FOR = 2_000;
const SILENT_FOR = 3_000;
const SLOW_FOR = 10_000;
const LAG = 2_000;
const HIDDEN_FOR = 3_000;

/** What the button of each fault does to the simulator. */
const STRIKES: Readonly<Record<FaultName, (faults: Simulator['faults']) => void>> = {
  restart: (faults) => void faults.restart({ downFor: DOWN_FOR }),
  expireSessions: (faults) => {
    faults.expireSessions();
  },
  dropConnections: (faults) => {
    faults.dropConnections();
  },
  blackhole: (faults) => void faults.blackhole(SILENT_FOR),
  delay: (faults) => {
    faults.delay(300, { jitter: 200 });
    setTimeout(() => {
      faults.delay(0);
    }, SLOW_FOR).unref();
  },
  http: (faults) => {
    faults.http(503, 3);
  },
  loseMessages: (faults) => {
    faults.loseMessages(3);
  },
  duplicate: (faults) => {
    faults.duplicate(3);
  },
  reorder: (faults) => {
    faults.reorder(3);
  },
  cutReplies: (faults) => {
    faults.cutReplies(3);
  },
  // The session requests the list and the messages when it reconnects.
  restLag: (faults) => {
    faults.restLag(LAG);
    faults.expireSessions();
    setTimeout(() => {
      faults.restLag(0);
    }, SLOW_FOR).unref();
  },
  hideFromList: (faults) => {
    faults.hideAllFromList(HIDDEN_FOR);
    faults.expireSessions();
  },
  malformed: (faults) => {
    faults.malformed(3);
  },
};

/** Triggers a fault, and returns how often each has taken effect until now. */
export function strike({ faults }: Simulator, name: FaultName): FiredFaults {
  STRIKES[name](faults);
  return faults.fired;
}
