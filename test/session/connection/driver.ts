import type { BayeuxAdvice, BayeuxMessage, ConnectionStatus } from '../../../src/channel/index.ts';
import type { Failure } from '../../../src/session/connectionFailure.ts';
import {
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionRules,
  initialState,
  type MachineState,
  step,
} from '../../../src/session/connection/index.ts';
import { statusOf } from '../../../src/session/connection/statusOf.ts';
import { type RetryOptions, retryPolicy } from '../../../src/session/retryPolicy.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Given = Without<ConnectionEvent, 'at' | 'session'> & { readonly session?: number };

/** An effect, and when it was decided. */
export type Done = ConnectionEffect & { readonly on: number };

export const rulesWith = (
  retry: RetryOptions = {},
  rules: Partial<Omit<ConnectionRules, 'policy'>> = {},
): ConnectionRules => ({
  policy: retryPolicy('test', { jitter: 0, ...retry }),
  transports: ['long-polling'],
  ack: true,
  channel: '/c',
  ...rules,
});

export const reply = (channel: string, fields: object = {}): BayeuxMessage => ({
  channel: `/meta/${channel}`,
  successful: true,
  ...fields,
});

export const refusal = (channel: string, error: string, advice?: BayeuxAdvice): BayeuxMessage =>
  reply(channel, { successful: false, error, ...(advice && { advice }) });

export const noAnswer = (channel: string, httpCode = 0, retryAfterMs?: number): BayeuxMessage =>
  reply(channel, {
    successful: false,
    failure: {
      httpCode,
      reason: httpCode > 0 ? `HTTP ${httpCode}` : 'fetch failed',
      exception: Object.assign(new Error('x'), { retryAfterMs }),
    },
  });

/** A machine with a virtual clock: timers fire by themselves, all other events are given. */
export class Driver {
  now = 1_000_000;
  state: MachineState = initialState(this.now);
  readonly done: Done[] = [];
  readonly statuses: ConnectionStatus[] = [];
  readonly rules: ConnectionRules;
  #sessions = 0;

  constructor(rules: ConnectionRules = rulesWith()) {
    this.rules = rules;
  }

  tell(event: Given): readonly ConnectionEffect[] {
    const { session = this.state.session } = event;
    const inSession = ['wanted', 'unwanted', 'reconnect', 'online', 'close', 'wake', 'missing', 'left'];
    const full = { ...event, at: this.now, ...(!inSession.includes(event.type) && { session }) };
    const { state, effects } = step(this.state, full as ConnectionEvent, this.rules);
    this.state = state;
    this.done.push(...effects.map((effect) => ({ ...effect, on: this.now })));
    for (const effect of effects) if (effect.do === 'status') this.statuses.push(effect.status);
    return effects;
  }

  /** Lets time pass, and timers fire. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (let at = this.state.wakeAt; at !== undefined && at <= end; at = this.state.wakeAt) {
      this.now = Math.max(this.now, at);
      this.tell({ type: 'wake' });
    }
    this.now = end;
  }

  get status(): ConnectionStatus {
    return statusOf(this.state);
  }

  /** The effects of a kind. */
  of<T extends ConnectionEffect['do']>(kind: T): (Extract<ConnectionEffect, { do: T }> & { on: number })[] {
    return this.done.filter((effect): effect is Extract<Done, { do: T }> => effect.do === kind);
  }

  /** How long after now an effect was decided, or will be. */
  until(kind: ConnectionEffect['do'], within = 3_600_000): number {
    const before = this.of(kind).length;
    const start = this.now;
    this.pass(within);
    return (this.of(kind)[before]?.on ?? Infinity) - start;
  }

  left(): void {
    if (this.state.leftBy !== undefined) this.tell({ type: 'left' });
  }

  /** Logged in and handshaken. */
  handshake(fields: object = {}): void {
    this.tell({ type: 'loggedIn' });
    const clientId = `client-${(this.#sessions += 1)}`;
    this.tell({
      type: 'handshake',
      reply: reply('handshake', {
        clientId,
        supportedConnectionTypes: ['long-polling'],
        ext: { ack: true },
        ...fields,
      }),
    });
  }

  /** From the login to the first poll. */
  connect(advice: BayeuxAdvice = { reconnect: 'retry', timeout: 30_000, interval: 0 }, fields = {}): void {
    this.handshake(fields);
    this.tell({ type: 'subscribe', reply: reply('subscribe', { subscription: '/c' }) });
    this.tell({ type: 'connect', reply: reply('connect', { advice }) });
  }

  fail(
    message: BayeuxMessage,
    more: { transport?: string; canPollAgain?: boolean; isOutdated?: boolean } = {},
  ): void {
    this.tell({
      type: 'failed',
      reply: message,
      transport: 'long-polling',
      canPollAgain: message.channel === '/meta/connect',
      ...more,
    });
  }

  failLogin(kind: Failure['kind'], more: Partial<Failure> = {}): void {
    this.tell({ type: 'loginFailed', failure: { kind, message: kind, ...more } });
    this.left(); // there is no session to leave
  }
}

/** Wanted and connected. */
export function connected(rules?: ConnectionRules, fields?: object): Driver {
  const driver = new Driver(rules);
  driver.tell({ type: 'wanted' });
  driver.connect(undefined, fields);
  driver.pass(40_000); // long after the start, before the next poll is overdue
  driver.tell({
    type: 'connect',
    reply: reply('connect', { advice: { reconnect: 'retry', timeout: 30_000 } }),
  });
  return driver;
}

/** The machine after its first subscriber. */
export const wanted = (driver: Driver = new Driver()): Driver => {
  driver.tell({ type: 'wanted' });
  return driver;
};
