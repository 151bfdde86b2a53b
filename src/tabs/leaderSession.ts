import { asyncScheduler, type Observable, type SchedulerLike, Subscription, take } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import type { ChatNotification } from '../model/index.ts';
import type { ChatSession } from '../session/index.ts';
import { reportError } from '../session/machine.ts';
import type { SessionSeed } from '../session/sessionChats.ts';
import { startSession } from '../session/startSession.ts';
import { inOrder } from './inOrder.ts';
import type { Item } from './protocol.ts';
import type { SharedSessionOptions } from './types.ts';

/** So long notifications wait for the end of the backfill of a takeover, in milliseconds: the server may be slow. */
const longestHold = 5_000;

/** The states of the list are shown at once. */
const isHeld = ({ kind, origin }: ChatNotification): boolean => kind === 'messages' || origin === 'live';

/** The session that a leader runs for all tabs. It goes on from what a tab knows, so that it fetches only what is missing. */
export class LeaderSession {
  readonly session: ChatSession;
  readonly #scheduler: SchedulerLike;
  readonly #isTakeover: boolean;
  readonly #emit: (item: Item) => void;
  readonly #listening = new Subscription();
  #limit = Subscription.EMPTY;
  /** After a takeover, what was missed comes first: else each tab would emit it behind what is live. */
  #held: ChatNotification[] | undefined;
  #wasConnected = false;
  #isReady = false;

  /** @param isTakeover - there was a connection before: this one is a reconnection. */
  constructor(
    options: SharedSessionOptions,
    seed: SessionSeed,
    isTakeover: boolean,
    emit: (item: Item) => void,
  ) {
    this.#scheduler = options.scheduler ?? asyncScheduler;
    this.#isTakeover = isTakeover;
    this.#emit = emit;
    if (isTakeover) this.#held = [];
    this.session = startSession(options, seed).session;
    const { failures$, foreign$, backfilled$, notifications$, chats$, status$ } = this.session;
    this.#pass(failures$, (failure) => ({ kind: 'failure', failure }));
    this.#pass(foreign$, (failure) => ({ kind: 'foreign', failure }));
    this.#pass(backfilled$, (backfilled) => ({ kind: 'backfilled', backfilled }));
    let isReplaying = true;
    this.#pass(notifications$, (notification) => {
      // What the seed brought is known in all tabs.
      return isReplaying ? undefined : { kind: 'notification', notification };
    });
    isReplaying = false;
    this.#pass(chats$.pipe(take(1)), () => ({ kind: 'listed' }));
    this.#pass(status$, (status) => this.#statusItem(status));
  }

  /** Nothing is emitted after that. */
  stop(): Promise<void> {
    this.#limit.unsubscribe();
    this.#listening.unsubscribe();
    return this.session.close();
  }

  #pass<T>(stream$: Observable<T>, itemOf: (value: T) => Item | undefined): void {
    this.#listening.add(
      stream$.subscribe({
        next: (value) => {
          const item = itemOf(value);
          if (item !== undefined) this.#take(item);
        },
        error: reportError,
      }),
    );
  }

  #take(item: Item): void {
    if (item.kind === 'ready' || item.kind === 'backfilled') this.#release();
    if (this.#held === undefined || item.kind !== 'notification' || !isHeld(item.notification))
      this.#emit(item);
    else if (this.#held.push(item.notification) === 1)
      this.#limit = this.#scheduler.schedule(() => {
        this.#release();
      }, longestHold);
  }

  #release(): void {
    const held = inOrder(this.#held ?? []);
    this.#held = undefined;
    for (const notification of held) this.#emit({ kind: 'notification', notification });
  }

  #statusItem(status: ConnectionStatus): Item | undefined {
    const { state } = status;
    if (state === 'idle') return undefined; // it is about to connect
    if (state === 'connected') this.#connected();
    const isReconnecting = this.#isTakeover && !this.#wasConnected && state === 'connecting';
    return { kind: 'status', status: isReconnecting ? { ...status, state: 'reconnecting' } : status };
  }

  #connected(): void {
    this.#wasConnected = true;
    if (this.#isReady) return;
    this.session.ready().then(
      () => {
        if (!this.#isReady && !this.#listening.closed) this.#take({ kind: 'ready' });
        this.#isReady = true;
      },
      () => undefined, // the status has the reason
    );
  }
}
