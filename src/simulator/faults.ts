import { check, checkRunning } from './check.ts';
import type { Host } from './host.ts';
import type { LogFaults } from './logFaults.ts';
import type { ScriptRun } from './scriptRunner.ts';
import type { RestartOptions, SimulatorFaults } from './simulator.ts';

/** The faults as the simulator offers them. Restarts that overlap are one. */
export function simulatorFaults(host: Host, logs: LogFaults, script: ScriptRun): SimulatorFaults {
  let restarts = 0;
  let underWay: Promise<void> | undefined;

  async function restartOnce(downFor: number, drain: boolean): Promise<void> {
    script.pause();
    try {
      if (drain) {
        logs.flush();
        await host.handedOver();
      }
      if (host.stopped()) return;
      const up = host.restart(downFor);
      restarts += 1;
      await up;
    } finally {
      script.resume();
      underWay = undefined;
    }
  }

  return {
    get fired() {
      return { restart: restarts, ...logs.fired() };
    },
    async restart(options: RestartOptions = {}) {
      check('faults.restart', 'options', options, 'an object');
      const { downFor = 500, drain = false } = options;
      check('faults.restart', 'downFor', downFor, 'a finite number from 0 up');
      check('faults.restart', 'drain', drain, 'true or false');
      checkRunning(host.stopped());
      await (underWay ??= restartOnce(downFor, drain));
    },
    duplicate(times = 1) {
      check('faults.duplicate', 'times', times, 'a whole number from 0 up');
      checkRunning(host.stopped());
      logs.duplicate(times);
    },
    reorder(times = 1) {
      check('faults.reorder', 'times', times, 'a whole number from 0 up');
      checkRunning(host.stopped());
      logs.reorder(times);
    },
  };
}
