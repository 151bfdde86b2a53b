import type { ConnectionStatus } from '../channel/index.ts';
import { warnOnConsole } from '../console.ts';
import { maskPersonalData } from '../redaction/builtInRules.ts';
import type { LogEntry } from './types.ts';

/** The log of a session: texts without secrets and without personal data. */
export interface SessionLog {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  /** Logs a change of the status: what somebody should look at as a warning, and no reason twice in a row. */
  readonly status: (status: ConnectionStatus) => void;
}

/** A logger that throws is reported once, and then ignored. */
export function sessionLog(logger: (entry: LogEntry) => void, now: () => number): SessionLog {
  let isBroken = false;
  let lastWarning: string | undefined;
  /** Why the connection is lost, as it was warned of last. */
  let warnedReason: string | undefined;

  function log(level: LogEntry['level'], text: string): void {
    const message = maskPersonalData(text);
    if (isBroken || (level === 'warn' && message === lastWarning)) return;
    if (level === 'warn') lastWarning = message;
    try {
      logger({ level, at: now(), message });
    } catch (error) {
      isBroken = true;
      warnOnConsole(`the logger of chatSession threw, so it is no longer called: ${String(error)}`);
    }
  }
  const warn = (message: string): void => {
    log('warn', message);
  };
  const info = (message: string): void => {
    log('info', message);
  };

  return {
    info,
    warn,
    status: ({ state, reason }) => {
      const isRecovered = state === 'connected' && warnedReason !== undefined;
      const name = isRecovered ? 'connected again' : state;
      const message = reason === undefined ? name : `${name}: ${reason}`;
      const isEnd = state === 'denied' || state === 'failed';
      const isNewTrouble = state !== 'connected' && reason !== undefined && reason !== warnedReason;
      if (isRecovered) lastWarning = undefined; // the next outage is news
      if (isRecovered || isEnd || isNewTrouble) warn(message);
      else info(message);
      if (state === 'connected') warnedReason = undefined;
      else if (reason !== undefined) warnedReason = reason;
    },
  };
}
