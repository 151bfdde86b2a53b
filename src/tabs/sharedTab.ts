import { asyncScheduler, Subscription } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { longestTimer } from '../fold/longestTimer.ts';
import { Holders } from '../session/holders.ts';
import { type SessionLog, sessionLog } from '../session/sessionLog.ts';
import { joinGroup } from './joinGroup.ts';
import { LeaderSession } from './leaderSession.ts';
import type { RestOfChat } from './restOfChat.ts';
import { SharedStatuses } from './sharedStatuses.ts';
import { Tab, type TabPorts } from './tab.ts';
import type { TabGroup } from './tabGroup.ts';
import { TabOperations } from './tabOperations.ts';
import type { TabSettings } from './tabSettings.ts';
import type { PageEvent, SharedSessionOptions, TabBrowser } from './types.ts';

/** A tab at work: its machine over the locks, the channel and the session. */
export class SharedTab {
  readonly tab: Tab;
  readonly operations: TabOperations;
  readonly holding: Holders;
  readonly statuses: SharedStatuses;
  /** Set once `fetch` is known. */
  fetchRest: RestOfChat | undefined;
  readonly #options: SharedSessionOptions;
  readonly #settings: TabSettings;
  /** Or why there is none in which tabs can share. */
  readonly #browser: TabBrowser | string;
  readonly #log: SessionLog;
  readonly #page = new Subscription();
  #timer: Subscription = Subscription.EMPTY;
  #group: TabGroup | undefined;
  #leader: LeaderSession | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  /** Ends the joining that is under way, or the membership. */
  #joining: Subscription | undefined;
  #isWanted = false;
  #isAway = false;
  #isClosed = false;
  #aloneBecause: string | undefined;

  constructor(options: SharedSessionOptions, settings: TabSettings, browser: TabBrowser | string) {
    this.#options = options;
    this.#settings = settings;
    this.#browser = browser;
    const { scheduler, logger, linger } = settings.session;
    this.#log = sessionLog(logger, () => scheduler.now());
    const page = typeof browser === 'string' ? undefined : browser;
    const id = page?.newId() ?? 'alone';
    this.statuses = new SharedStatuses(scheduler.now());
    this.operations = new TabOperations({
      tabId: id,
      scheduler,
      dispatch: (event) => {
        this.tab.dispatch(event);
      },
      wasSent: (operation) => this.tab.state.operations.get(operation)?.term !== undefined,
    });
    // A given scheduler has its own clock; the clock of the machine can be set.
    const now = page !== undefined && scheduler === asyncScheduler ? page.now : () => scheduler.now();
    this.tab = new Tab(id, settings.rules, page?.isVisible() ?? true, this.#ports(now));
    this.holding = new Holders(linger, scheduler, {
      want: () => {
        this.#isWanted = true;
        this.#join();
      },
      unwant: () => {
        this.#isWanted = false;
        this.#leave();
        this.tab.dispatch({ type: 'forget' });
        this.tab.store.forget();
      },
    });
    const stopListening = page?.onPageEvent((type) => {
      this.#onPageEvent(type, page);
    });
    this.#page.add(stopListening);
  }

  /** The own session, of a tab that does not share. */
  get aloneFetch(): typeof fetch | undefined {
    return this.tab.state.phase === 'alone' ? this.#leader?.session.fetch : undefined;
  }

  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#page.unsubscribe();
      this.holding.close();
      this.#leave();
      this.#isClosed = true;
      this.tab.store.close();
      this.statuses.close(this.#settings.session.scheduler.now());
    }
    await this.#ended;
  }

  #onPageEvent(type: PageEvent, page: TabBrowser): void {
    if (type === 'visibility') {
      this.tab.dispatch({ type: 'visible', isVisible: page.isVisible() });
      return;
    }
    this.#isAway = type === 'away';
    if (this.#isAway) this.#leave();
    else if (this.#isWanted) this.#join();
  }

  #join(): void {
    if (this.#isAway || this.#isClosed || this.#joining !== undefined) return;
    this.#joining = new Subscription();
    if (this.#aloneBecause !== undefined) {
      this.tab.dispatch({ type: 'alone', reason: this.#aloneBecause });
      return;
    }
    joinGroup(this.#browser, this.#settings, {
      id: this.tab.state.id,
      joining: this.#joining,
      dispatch: (event) => {
        this.tab.dispatch(event);
      },
      onJoined: (group) => (this.#group = group),
      onAlone: (reason, isFinal) => {
        if (isFinal) this.#aloneBecause = reason;
        this.tab.dispatch({ type: 'alone', reason });
        this.#group?.close();
      },
      onOdd: this.#log.warn,
    });
  }

  #leave(): void {
    if (this.#joining === undefined) return;
    this.#joining.unsubscribe();
    this.#joining = undefined;
    this.tab.dispatch({ type: 'leave' });
    this.#group?.close();
    this.#group = undefined;
  }

  #ports(now: () => number): TabPorts {
    const { operations } = this;
    const emit = (status: ConnectionStatus): void => {
      if (!this.#isClosed) this.statuses.emit(status, this.tab.state);
    };
    const { scheduler } = this.#settings.session;
    return {
      scheduler,
      now,
      requestLock: ({ steal }) => this.#group?.lock.request(steal),
      releaseLock: () => this.#group?.lock.release(),
      checkLock: ({ check }) => this.#group?.checkLock(check),
      post: ({ message }) => this.#group?.post(message),
      startSession: ({ isTakeover }) => {
        const { store } = this.tab;
        const seed = { ...store.snapshot().desk, lostFrom: store.lostFrom };
        this.#leader = new LeaderSession(this.#options, seed, isTakeover, (item) => {
          this.tab.dispatch({ type: 'item', item });
        });
      },
      stopSession: () => {
        const stopped = this.#leader?.stop();
        this.#leader = undefined;
        this.#ended = Promise.allSettled([this.#ended, stopped]);
      },
      reconnect: () => this.#leader?.session.reconnect(),
      run: ({ id, request }) => {
        if (this.#leader !== undefined) operations.run(this.#leader.session, id, request);
      },
      abort: ({ id }) => {
        operations.abort(id);
      },
      settle: ({ id, outcome }) => {
        operations.settle(id, outcome);
      },
      lose: ({ id, wasSent }) => {
        operations.lose(id, wasSent);
      },
      role: () => {
        emit(this.tab.store.status);
      },
      onStatus: emit,
      report: ({ what, detail }) => {
        this.#log.warn(`${reports[what]}: ${detail}`);
      },
      fetchRest: (chatId, from) => this.fetchRest?.(chatId, from),
      wakeAt: ({ at }) => {
        this.#timer.unsubscribe();
        if (at === Infinity) return;
        const delay = Math.min(Math.max(at - now(), 0), longestTimer);
        this.#timer = scheduler.schedule(() => {
          this.tab.dispatch({ type: 'wake' });
        }, delay);
      },
    };
  }
}

const reports = {
  alone: 'this tab has a connection of its own',
  options: 'sharedSession: the options of the tab that leads apply, and differ from those of this tab in',
} as const;
