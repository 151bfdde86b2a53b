import type { ChatDesk } from './chatDesk.ts';
import { check, checkNames, checkRunning } from './check.ts';
import type { CutFaults } from './cutFaults.ts';
import type { Host } from './host.ts';
import type { LogFaults } from './logFaults.ts';
import type { NetworkFaults } from './networkFaults.ts';
import { ALL, type RestFaults } from './restFaults.ts';
import type { ScriptRun } from './runScript.ts';
import type { SimulatorFaults } from './simulatorFaults.ts';
import type { StatusFaults } from './statusFaults.ts';

/** All that has faults. */
export interface Faulty {
  readonly host: Host;
  readonly network: NetworkFaults;
  readonly statuses: StatusFaults;
  readonly logs: LogFaults;
  readonly rest: RestFaults;
  readonly cuts: CutFaults;
  readonly desk: ChatDesk;
  readonly script: ScriptRun;
}

/** The faults as the simulator offers them. Restarts that overlap are one. */
export function simulatorFaults(faulty: Faulty): SimulatorFaults {
  const { host, network, statuses, logs, rest, cuts, desk, script } = faulty;
  const fired = { restart: 0, expireSessions: 0, restartIndices: 0 };
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
      fired.restart += 1;
      await up;
    } finally {
      script.resume();
      underWay = undefined;
    }
  }

  function arm(kind: Parameters<LogFaults['arm']>[0], argument: string, times: number): void {
    check(`faults.${kind}`, argument, times, 'a whole number from 0 up');
    checkRunning(host.stopped());
    logs.arm(kind, times);
  }

  function hide(caller: string, chatId: string | typeof ALL, forMs: number | undefined): void {
    if (forMs !== undefined) check(caller, 'forMs', forMs, 'milliseconds from 0 to 2147483647');
    checkRunning(host.stopped());
    if (chatId !== ALL) desk.stateOf(chatId);
    rest.hide(chatId, forMs ?? Infinity);
  }

  return {
    get fired() {
      const beforeHttp = { ...fired, ...logs.fired(), ...network.fired(), ...rest.fired(), ...cuts.fired() };
      return { ...beforeHttp, ...statuses.fired() };
    },
    async restart(options = {}) {
      check('faults.restart', 'options', options, 'an object');
      checkNames('faults.restart', options, ['downFor', 'drain']);
      const { downFor = 500, drain = false } = options;
      check('faults.restart', 'downFor', downFor, 'milliseconds from 0 to 2147483647');
      check('faults.restart', 'drain', drain, 'true or false');
      checkRunning(host.stopped());
      await (underWay ??= restartOnce(downFor, drain));
    },
    duplicate(times = 1) {
      arm('duplicate', 'times', times);
    },
    reorder(times = 1) {
      arm('reorder', 'times', times);
    },
    loseMessages(count = 1) {
      arm('loseMessages', 'count', count);
    },
    malformed(count = 1) {
      arm('malformed', 'count', count);
    },
    expireSessions(options = {}) {
      check('faults.expireSessions', 'options', options, 'an object');
      checkNames('faults.expireSessions', options, ['http']);
      const { http = false } = options;
      check('faults.expireSessions', 'http', http, 'true or false');
      checkRunning(host.stopped());
      if (host.expire(http)) fired.expireSessions += 1;
    },
    dropConnections() {
      checkRunning(host.stopped());
      network.drop();
    },
    async blackhole(ms) {
      check('faults.blackhole', 'ms', ms, 'milliseconds from 0 to 2147483647');
      checkRunning(host.stopped());
      await network.blackhole(ms);
    },
    delay(ms, options = {}) {
      check('faults.delay', 'ms', ms, 'milliseconds from 0 to 2147483647');
      check('faults.delay', 'options', options, 'an object');
      checkNames('faults.delay', options, ['jitter']);
      const { jitter = 0 } = options;
      check('faults.delay', 'jitter', jitter, 'milliseconds from 0 to 2147483647');
      checkRunning(host.stopped());
      network.delay(ms, jitter);
    },
    http(status, count = 1, options = {}) {
      check('faults.http', 'status', status, 'an HTTP status from 400 to 599');
      check('faults.http', 'count', count, 'a whole number from 0 up');
      check('faults.http', 'options', options, 'an object');
      checkNames('faults.http', options, ['path', 'retryAfter']);
      const { retryAfter, path } = options;
      if (retryAfter !== undefined)
        check('faults.http', 'retryAfter', retryAfter, 'a whole number from 0 up');
      if (path !== undefined) check('faults.http', 'path', path, 'a path that begins with /');
      checkRunning(host.stopped());
      statuses.arm(status, count, options);
    },
    restLag(ms) {
      check('faults.restLag', 'ms', ms, 'milliseconds from 0 to 2147483647');
      checkRunning(host.stopped());
      rest.lag(ms);
    },
    hideFromList(chatId, forMs) {
      check('faults.hideFromList', 'chatId', chatId, 'a string');
      hide('faults.hideFromList', chatId, forMs);
    },
    hideAllFromList(forMs) {
      hide('faults.hideAllFromList', ALL, forMs);
    },
    cutReplies(count = 1, options = {}) {
      check('faults.cutReplies', 'count', count, 'a whole number from 0 up');
      check('faults.cutReplies', 'options', options, 'an object');
      checkNames('faults.cutReplies', options, ['path', 'probability']);
      const { probability, path } = options;
      if (probability !== undefined)
        check('faults.cutReplies', 'probability', probability, 'a probability above 0, up to 1');
      if (path !== undefined) check('faults.cutReplies', 'path', path, 'a path that begins with /');
      checkRunning(host.stopped());
      cuts.arm(count, options);
    },
    restartIndices(chatId) {
      check('faults.restartIndices', 'chatId', chatId, 'a string');
      checkRunning(host.stopped());
      desk.restartIndices(chatId);
      fired.restartIndices += 1;
    },
  };
}
