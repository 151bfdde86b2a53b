import { check, checkNames, checkOneOf } from './check.ts';
import { DIALECTS } from './dialects.ts';
import type { SimulatorOptions } from './simulator.ts';

/** The options with their defaults. Absent limits are none. */
export interface CheckedOptions extends Required<Omit<SimulatorOptions, Limit>> {
  readonly pageSize: number | undefined;
  readonly maxSessionsPerBrowser: number | undefined;
}

type Limit = 'pageSize' | 'maxSessionsPerBrowser';

/** @throws TypeError that names the option that is not what it must be. */
export function checkedOptions(options: SimulatorOptions): CheckedOptions {
  check('startSimulator', 'options', options, 'an object');
  const { port = 0, seed = 1, chats = 0, messagesPerSecond = 10 } = options;
  const {
    dialect = 'v2',
    authentication = true,
    ack = true,
    timeout = 30_000,
    maxInterval = 10_000,
  } = options;
  const { csrf = 'session', restLag = 0, pageSize, maxSessionsPerBrowser, allowedOrigins = [] } = options;
  check('startSimulator', 'port', port, 'a port from 0 to 65535');
  check('startSimulator', 'seed', seed, 'a whole number');
  check('startSimulator', 'chats', chats, 'a whole number from 0 up');
  check('startSimulator', 'messagesPerSecond', messagesPerSecond, 'a finite number above 0');
  checkOneOf('startSimulator', 'dialect', dialect, Object.keys(DIALECTS));
  check('startSimulator', 'authentication', authentication, 'true or false');
  check('startSimulator', 'ack', ack, 'true or false');
  check('startSimulator', 'timeout', timeout, 'milliseconds from 1 to 2147483647');
  check('startSimulator', 'maxInterval', maxInterval, 'milliseconds from 1 to 2147483647');
  checkOneOf('startSimulator', 'csrf', csrf, ['session', 'rotating', 'off']);
  check('startSimulator', 'restLag', restLag, 'milliseconds from 0 to 2147483647');
  for (const [name, limit] of Object.entries({ pageSize, maxSessionsPerBrowser })) {
    if (limit !== undefined) check('startSimulator', name, limit, 'a whole number from 1 up');
  }
  if (allowedOrigins !== '*')
    check('startSimulator', 'allowedOrigins', allowedOrigins, "a list of origins, or '*'");
  const checked = {
    ...{ port, seed, chats, messagesPerSecond, dialect, authentication, ack, timeout, maxInterval },
    ...{ csrf, restLag, pageSize, maxSessionsPerBrowser, allowedOrigins },
  };
  checkNames('startSimulator', options, Object.keys(checked));
  return checked;
}
