import { from, lastValueFrom, race, Subscription, timer } from 'rxjs';
import type { BayeuxMessage, ConnectionStatus } from '../../channel/index.ts';
import { stopClient } from '../../transport/cometd.ts';
import { type Clean, unchanged } from '../../transport/replyError.ts';
import { failureFrom } from '../connectionFailure.ts';
import { attempt, type RunningMachine, runMachine } from '../machine.ts';
import { CometDSession } from './cometdSession.ts';
import { step } from './connectionMachine.ts';
import type { Connection, ConnectionOptions } from './connectionTypes.ts';
import { disconnectTimeout } from './leaveClient.ts';
import { type OnlineEvents, onlineEvents } from './onlineEvents.ts';
import { safePolicy } from './safePolicy.ts';
import { statusOf } from './statusOf.ts';
import type { ConnectionEffect, ConnectionEvent, EffectOf, MissingWindow, Untimed } from './events.ts';
import { type ConnectionRules, initialState, type MachineState } from './types.ts';

/** A connection over CometD clients of its own. */
export const connect = (options: ConnectionOptions): Connection => new OwnConnection(options);

/** Turns sockets, promises and timers into events, and effects into calls. The machine decides everything. */
class OwnConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #machine: RunningMachine<MachineState, ConnectionEvent>;
  readonly #onlineEvents: OnlineEvents;
  #session: CometDSession | undefined;
  /** The current session and those that are being left. */
  readonly #sessions = new Set<CometDSession>();
  #leaving: Promise<void> = Promise.resolve();
  #wake: Subscription = Subscription.EMPTY;
  readonly #clean: Clean;
  /** The generation of the credentials that the last request carried. */
  #used: number;
  #closing: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    const rules: ConnectionRules = { ...options, policy: safePolicy(options) };
    this.#options = options;
    this.#clean = options.scrub ?? unchanged;
    this.#used = options.authentication.generation();
    this.#machine = runMachine(
      initialState(options.scheduler.now()),
      (state, event: ConnectionEvent) => step(state, event, rules),
      (effect) => {
        this.#perform(effect);
      },
    );
    this.#onlineEvents = onlineEvents(() => {
      this.online();
    });
  }

  status(): ConnectionStatus {
    return statusOf(this.#machine.state());
  }

  want(): void {
    if (this.#closing === undefined) this.#onlineEvents.listen();
    this.#dispatch({ type: 'wanted' });
  }

  unwant(): void {
    this.#onlineEvents.ignore();
    this.#dispatch({ type: 'unwanted' });
  }

  reconnect(): void {
    this.#dispatch({ type: 'reconnect' });
  }

  online(): void {
    this.#dispatch({ type: 'online' });
  }

  missing(window: MissingWindow | undefined): void {
    this.#dispatch({ type: 'missing', window });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#onlineEvents.ignore();
    this.#dispatch({ type: 'close' });
    await Promise.resolve(); // an event that is dispatched inside another is handled after it
    const late$ = timer(disconnectTimeout, this.#options.scheduler);
    await lastValueFrom(race(from(this.#leaving), late$), { defaultValue: undefined });
    for (const session of this.#sessions) session.stop();
    this.#sessions.clear();
  }

  #dispatch(event: Untimed<ConnectionEvent>): void {
    this.#machine.dispatch({ ...event, at: this.#options.scheduler.now() });
  }

  #perform(effect: ConnectionEffect): void {
    const { onStatus, onConnected, onRefused } = this.#options;
    switch (effect.do) {
      case 'status':
        onStatus(effect.status);
        break;
      case 'connected':
        onConnected(effect.lostFrom);
        break;
      case 'refused': {
        const { message, httpStatus } = effect.failure;
        onRefused({ message, ...(httpStatus !== undefined && { httpStatus }) });
        break;
      }
      case 'wakeAt':
        this.#wakeAt(effect.at);
        break;
      case 'login':
        void this.#login(effect);
        break;
      case 'open':
        void this.#open(effect);
        break;
      case 'poll':
        this.#session?.poll();
        break;
      case 'leave':
        this.#leaving = this.#leave(effect);
        break;
    }
  }

  #wakeAt(at: number | undefined): void {
    const { scheduler } = this.#options;
    this.#wake.unsubscribe();
    if (at === undefined) return;
    const delay = Math.max(0, at - scheduler.now());
    this.#wake = scheduler.schedule(() => {
      this.#dispatch({ type: 'wake' });
    }, delay);
  }

  async #login({ session, renew }: EffectOf<'login'>): Promise<void> {
    const { authentication, transport } = this.#options;
    // Another request may have renewed them already.
    if (renew && authentication.generation() === this.#used) authentication.forget();
    const failure = await authentication.login().then(
      () => undefined,
      async (error: unknown) => failureFrom((await transport.defect()) ?? error, this.#clean),
    );
    this.#used = authentication.generation();
    if (failure === undefined) this.#dispatch({ type: 'loggedIn', session });
    else this.#dispatch({ type: 'loginFailed', session, failure });
  }

  async #open({ session, transports }: EffectOf<'open'>): Promise<void> {
    const { transport, ack } = this.#options;
    let opened: CometDSession | undefined;
    const onProgress = (): void => {
      opened?.progressed();
    };
    try {
      const client = await transport.createClient({ transports, ack, onProgress });
      const { phase, session: current } = this.#machine.state();
      if (phase !== 'open' || current !== session) {
        stopClient(client);
        return;
      }
      opened = new CometDSession(client, this.#sessionOptions(session));
      this.#sessions.add(opened);
      this.#session = opened;
      opened.start();
    } catch (error) {
      this.#dispatch({ type: 'openFailed', session, failure: failureFrom(error, this.#clean) });
    }
  }

  #sessionOptions(session: number): ConstructorParameters<typeof CometDSession>[1] {
    const { url, channel, scheduler, authentication, onMessage } = this.#options;
    return {
      url,
      channel,
      scheduler,
      clean: this.#clean,
      generation: () => (this.#used = authentication.generation()),
      report: (event) => {
        this.#dispatch({ ...event, session });
      },
      onMessage: (message: BayeuxMessage) => {
        attempt(() => {
          onMessage(message);
        });
      },
    };
  }

  async #leave({ forgetCookies }: EffectOf<'leave'>): Promise<void> {
    const left = this.#session;
    this.#session = undefined;
    await Promise.all([left?.leave(), this.#leaving]);
    if (left !== undefined) this.#sessions.delete(left);
    if (forgetCookies) this.#options.transport.forgetCookies();
    this.#dispatch({ type: 'left' });
  }
}
