import { type SchedulerLike, Subscription } from 'rxjs';
import type { ChatNotification } from '../../../src/model/index.ts';
import { type Happening, Tab, type TabPorts } from '../../../src/tabs/tab.ts';
import type { Message } from '../../../src/tabs/protocol.ts';
import type { LockClient } from './locks.ts';
import type { ModelSession } from './server.ts';
import type { World } from './world.ts';

/** So long a visible tab of the simulation waits for its leader. */
const takeoverAfter = 2_000;

/** Where a task comes from: of one source they keep their order. */
type Source = 'network' | 'lock' | 'channel' | 'page' | 'timer';

/** What became of an operation. */
type Fate = 'answered' | 'unknown' | 'not sent';

/** A tab of the simulation: the machine and the store, over a virtual lock, channel and server. */
export class SimulatedTab implements LockClient {
  readonly id: string;
  readonly tab: Tab;
  readonly emitted: ChatNotification[] = [];
  readonly fates: Map<string, Fate[]>;
  /** Tasks that wait for the thaw. */
  readonly #frozen: { readonly task: () => void; readonly source: Source }[] = [];
  readonly #world: World;
  #session: ModelSession | undefined;
  #isFrozen = false;
  isOpen = true;
  isLossPending = false;
  /** It lost the lock while frozen: it may know nothing of it, and must emit nothing all the same. */
  lostFrozen = false;
  #wakes = 0;

  constructor(id: string, isVisible: boolean, world: World) {
    this.id = id;
    this.#world = world;
    this.fates = new Map();
    const scheduler: SchedulerLike = { now: () => world.wallClock(), schedule: () => Subscription.EMPTY };
    this.tab = new Tab(id, { takeoverAfter, options: {} }, isVisible, this.#ports(scheduler));
    this.tab.store.notifications$.subscribe((notification) => this.emitted.push(notification));
    this.dispatch({ type: 'join' });
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  get isRunning(): boolean {
    return this.isOpen && !this.#isFrozen;
  }

  get hasSession(): boolean {
    return this.#session !== undefined;
  }

  readonly inTab = (task: () => void, source: Source = 'page'): void => {
    if (this.#isFrozen) this.#frozen.push({ task, source });
    else if (this.isOpen) task();
  };

  readonly granted = (): void => {
    this.lostFrozen = false;
    this.dispatch({ type: 'lockGranted' });
  };

  readonly lost = (): void => {
    this.dispatch({ type: 'lockLost' });
  };

  dispatch(event: Happening): void {
    if (!this.isOpen) return;
    this.#world.note(this.id, event);
    this.tab.dispatch(event);
  }

  receive(message: Message): void {
    this.inTab(() => {
      this.dispatch({ type: 'message', message });
    }, 'channel');
  }

  freeze(): void {
    this.#isFrozen = true;
    this.#world.note(this.id, { type: 'freeze' });
  }

  /** What waits runs source by source, each in the order of its making. */
  thaw(): void {
    if (!this.#isFrozen) return;
    this.#world.note(this.id, { type: 'thaw' });
    this.#isFrozen = false;
    this.lostFrozen = this.isLossPending;
    const tasks = this.#frozen.splice(0);
    const sources = [...new Set(tasks.map(({ source }) => source))];
    const { random } = this.#world;
    const rank = new Map(sources.map((source) => [source, random.next()]));
    tasks.sort((a, b) => (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0));
    for (const { task } of tasks) this.inTab(task);
  }

  /** Closed properly, or crashed: the browser frees its lock in any case. */
  end(isCrash: boolean): void {
    if (!isCrash) this.dispatch({ type: 'leave' });
    this.#world.note(this.id, { type: isCrash ? 'crash' : 'close' });
    this.isOpen = false;
    this.#session?.stop();
    this.#session = undefined;
    this.#world.locks.release(this);
  }

  operate(id: string): void {
    const request = {
      kind: 'perform',
      chatId: 'c1',
      operation: { operationName: id },
      until: Infinity,
    } as const;
    this.fates.set(id, []);
    this.inTab(() => {
      this.dispatch({ type: 'operate', id, request });
    });
  }

  #ports(scheduler: SchedulerLike): TabPorts {
    const world = this.#world;
    const { agenda, locks, random, server } = world;
    return {
      scheduler,
      now: () => world.clock(),
      post: ({ message }) => {
        world.post(this, message);
      },
      requestLock: ({ steal }) => {
        locks.request(this, steal);
      },
      releaseLock: () => {
        locks.release(this);
      },
      checkLock: ({ check }) => {
        locks.check(this, (isHeld) => {
          this.dispatch({ type: 'lockChecked', check, isHeld });
        });
      },
      startSession: () => {
        this.#session = server.connect(
          this.tab.store.snapshot().desk,
          (item) => {
            this.dispatch({ type: 'item', item });
          },
          this.inTab,
        );
      },
      stopSession: () => {
        this.#session?.stop();
        this.#session = undefined;
      },
      run: ({ id }) => {
        world.ran(id);
        agenda.after(random.between(20, 300), () => {
          this.inTab(() => {
            if (this.#session !== undefined)
              this.dispatch({ type: 'ran', id, outcome: { ok: true, value: id } });
          }, 'network');
        });
      },
      settle: ({ id }) => this.fates.get(id)?.push('answered'),
      lose: ({ id, wasSent }) => this.fates.get(id)?.push(wasSent ? 'unknown' : 'not sent'),
      fetchRest: (chatId) => {
        agenda.after(random.between(10, 100), () => {
          this.inTab(() => {
            this.tab.store.endChat(chatId, server.chats.get(chatId)?.messages.slice() ?? []);
          }, 'network');
        });
      },
      wakeAt: ({ at }) => {
        const wake = (this.#wakes += 1);
        if (at === Infinity) return;
        // A throttled timer is late.
        const late = random.chance(0.1) ? random.between(0, 1_000) : 0;
        agenda.after(at - world.clock() + late, () => {
          this.inTab(() => {
            if (wake === this.#wakes) this.dispatch({ type: 'wake' });
          }, 'timer');
        });
      },
      reconnect: () => undefined,
      abort: () => undefined,
      report: () => undefined,
      onStatus: () => undefined,
      role: () => undefined,
    };
  }
}
