import { Subscription } from 'rxjs';
import { adviceGuard, connectionStatus, type ConnectionStatus, fromChannel } from '../../channel/index.ts';
import { denial, SubscriptionDeniedError } from '../../channel/errors.ts';
import { isSameStatus } from '../../channel/status.ts';
import { withExtension } from '../../channel/withExtension.ts';
import { readableError } from '../../transport/readable.ts';
import type { Connection, FollowOptions } from './connectionTypes.ts';
import { shortReason } from '../shortReason.ts';
import type { MissingWindow } from './events.ts';

/**
 * A connection over a client of the user's own, which handshakes and disconnects as they please. It never errors: a denied
 * channel is the state `denied`, and what the client throws is `failed`; `reconnect()` leaves both.
 */
export const followClient = (options: FollowOptions): Connection => new FollowedClient(options);

/** What a subscriber of the client was last connected to. */
interface LastSession {
  readonly clientId: string | undefined;
  /** Until when everything was received, and since when something may be missing. */
  receivedUntil: number;
  lostFrom: number | undefined;
}

class FollowedClient implements Connection {
  readonly #options: FollowOptions;
  #status: ConnectionStatus;
  #missing: MissingWindow | undefined;
  #following: Subscription = Subscription.EMPTY;
  #deferred: Subscription = Subscription.EMPTY;
  #isWanted = false;
  #followedAt = Number.NEGATIVE_INFINITY;
  #last: LastSession | undefined;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#status = { state: 'idle', since: options.scheduler.now(), attempt: 0 };
  }

  status(): ConnectionStatus {
    return this.#status;
  }

  want(): void {
    if (this.#isWanted || this.#is('closed')) return;
    this.#isWanted = true;
    this.#missing = undefined;
    this.#last = undefined;
    if (!this.#is('denied', 'failed')) this.#follow();
  }

  unwant(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#following.unsubscribe();
    if (!this.#is('denied', 'failed', 'closed')) this.#show('idle');
  }

  reconnect(): void {
    if (!this.#is('denied', 'failed')) return;
    const { scheduler, policy } = this.#options;
    const again = (): void => {
      if (this.#isWanted) this.#follow();
    };
    this.#show(this.#isWanted ? 'connecting' : 'idle');
    this.#deferred.unsubscribe();
    const dueAt = this.#followedAt + policy.initialDelay;
    this.#deferred = scheduler.schedule(again, Math.max(0, dueAt - scheduler.now()));
  }

  online(): void {
    // The client has its own backoff.
  }

  missing(window: MissingWindow | undefined): void {
    this.#missing = window;
    this.#show(this.#status.state, this.#status);
  }

  close(): Promise<void> {
    this.#isWanted = false;
    this.#deferred.unsubscribe();
    this.#following.unsubscribe();
    this.#show('closed');
    return Promise.resolve();
  }

  #is(...states: readonly ConnectionStatus['state'][]): boolean {
    return states.includes(this.#status.state);
  }

  #follow(): void {
    const { client, scheduler } = this.#options;
    const following = new Subscription();
    this.#following = following;
    this.#followedAt = scheduler.now();
    try {
      following.add(withExtension(client, adviceGuard({ scheduler })));
      const polls = client.addListener('/meta/connect', ({ successful }) => {
        if (successful === true && this.#is('connected') && this.#last)
          this.#last.receivedUntil = scheduler.now();
      });
      following.add(() => {
        client.removeListener(polls);
      });
      // The channel first: until it is acknowledged the session is not connected.
      this.#subscribe(following);
      if (following.closed) return;
      following.add(
        connectionStatus(client, { scheduler }).subscribe({
          next: (status) => {
            if (!following.closed) this.#onStatus(status);
          },
          error: (error: unknown) => {
            this.#stop('failed', readableError(error));
          },
        }),
      );
    } catch (error) {
      this.#stop('failed', readableError(error));
    }
  }

  /** The messages of the channel; where a session ends, the client's next is waited for. */
  #subscribe(following: Subscription): void {
    const { client, channel, scheduler, onMessage } = this.#options;
    const again = (): void => {
      following.add(
        scheduler.schedule(() => {
          if (!following.closed) this.#subscribe(following);
        }, 0),
      );
    };
    following.add(
      fromChannel(client, channel, { scheduler }).subscribe({
        next: onMessage, // what it throws RxJS reports
        error: (error: unknown) => {
          if (error instanceof SubscriptionDeniedError)
            this.#stop('denied', denial(error.channel, error.reply));
          else if (error instanceof Error && error.name === 'SessionEndedError') again();
          else this.#stop('failed', readableError(error));
        },
        complete: again,
      }),
    );
  }

  #stop(state: 'denied' | 'failed', reason: string): void {
    this.#following.unsubscribe();
    this.#lose();
    this.#show(state, { reason });
  }

  #lose(): void {
    if (this.#last !== undefined) this.#last.lostFrom ??= this.#last.receivedUntil;
  }

  #onStatus(status: ConnectionStatus): void {
    const { state, clientId } = status;
    if (state !== 'connected') {
      this.#lose();
      // Only the session itself can be closed: the client may handshake again.
      this.#show(state === 'closed' ? 'idle' : state, status);
      return;
    }
    const before = this.#last;
    this.#last = { clientId, receivedUntil: this.#options.scheduler.now(), lostFrom: undefined };
    this.#show(state, status);
    // Nobody knows whether this client and its server acknowledge what they receive.
    if (before === undefined) this.#options.onConnected(undefined);
    else if (before.clientId !== clientId || before.lostFrom !== undefined) {
      this.#options.onConnected(before.lostFrom ?? before.receivedUntil);
    }
  }

  #show(state: ConnectionStatus['state'], details: Partial<ConnectionStatus> = {}): void {
    const before = this.#status;
    if (before.state === 'closed') return;
    const { attempt = 0, clientId, reason, httpStatus } = details;
    const { scheduler, scrub = (text: string) => text, onStatus } = this.#options;
    const missing = state === 'idle' || state === 'closed' ? undefined : this.#missing;
    this.#status = {
      state,
      since: state === before.state ? before.since : scheduler.now(),
      attempt,
      ...(clientId !== undefined && { clientId }),
      ...(reason !== undefined && { reason: shortReason(scrub(reason)) }),
      ...(httpStatus !== undefined && { httpStatus }),
      ...(missing !== undefined && { missing }),
    };
    if (!isSameStatus(before, this.#status)) onStatus(this.#status);
  }
}
