import { asyncScheduler, type Observable, ReplaySubject, type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../fold/longestTimer.ts';
import { isSameStatus } from '../channel/status.ts';
import type { ConnectionStatus } from '../channel/index.ts';
import { Holders } from '../session/holders.ts';
import { type SessionLog, sessionLog } from '../session/sessionLog.ts';
import { groupName } from './groupName.ts';
import { type LeaderSession, leaderSession } from './leaderSession.ts';
import type { RestOfChat } from './restOfChat.ts';
import { runTab, type Tab } from './tab.ts';
import { type TabChannel, tabChannel } from './tabChannel.ts';
import { type TabLock, tabLock } from './tabLock.ts';
import { tabOperations, type TabOperations } from './tabOperations.ts';
import { differingOptions, optionsText, type TabSettings } from './tabSettings.ts';
import type { TabPhase } from './tabState.ts';
import type { PageEvent, SharedSessionOptions, SharedStatus, TabBrowser, TabRole } from './types.ts';

/** A tab at work: its machine over the locks, the channel and the session. */
export class SharedTab {
  readonly tab: Tab;
  readonly operations: TabOperations;
  readonly holding: Holders;
  readonly status$: Observable<SharedStatus>;
  /** Set once `fetch` is known. */
  fetchRest: RestOfChat | undefined;
  readonly #statuses$ = new ReplaySubject<SharedStatus>(1);
  readonly #options: SharedSessionOptions;
  readonly #settings: TabSettings;
  readonly #browser: TabBrowser | string;
  readonly #log: SessionLog;
  readonly #stopListening: () => void;
  #timer: Subscription = Subscription.EMPTY;
  #channel: TabChannel | undefined;
  #lock: TabLock | undefined;
  #leader: LeaderSession | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  /** The joining that is under way, or done. */
  #joining: object | undefined;
  #status: SharedStatus;
  #isWanted = false;
  #isAway = false;
  #isClosed = false;
  #aloneBecause: string | undefined;

  constructor(options: SharedSessionOptions, settings: TabSettings, browser: TabBrowser | string) {
    this.status$ = this.#statuses$.asObservable();
    this.#options = options;
    this.#settings = settings;
    this.#browser = browser;
    const { scheduler, logger, linger } = settings.session;
    this.#log = sessionLog(logger, () => scheduler.now());
    const hasBrowser = typeof browser !== 'string';
    const id = hasBrowser ? browser.newId() : 'alone';
    // A scheduler of one's own has a clock of its own; that of the machine may be set.
    const now = hasBrowser && scheduler === asyncScheduler ? browser.now : () => scheduler.now();
    const rules = { takeoverAfter: settings.takeoverAfter, options: optionsText(settings) };
    this.#status = { state: 'idle', since: scheduler.now(), attempt: 0, role: 'follower' };
    this.operations = tabOperations({
      tabId: id,
      scheduler,
      dispatch: (event) => {
        this.tab.dispatch(event);
      },
      wasSent: (operation) => this.tab.state().operations.get(operation)?.term !== undefined,
    });
    this.tab = runTab(id, rules, hasBrowser ? browser.isVisible() : true, now, this.#ports(scheduler, now));
    this.#statuses$.next(this.#status);
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
    this.#stopListening = hasBrowser ? browser.onPageEvent(this.#onPageEvent) : () => undefined;
  }

  get status(): SharedStatus {
    return this.#status;
  }

  /** The own session, of a tab that does not share. */
  get aloneFetch(): typeof fetch | undefined {
    return this.tab.state().phase === 'alone' ? this.#leader?.session.fetch : undefined;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return this.#closed();
    this.#stopListening();
    this.holding.close();
    this.#leave();
    this.#isClosed = true;
    this.tab.store.close();
    this.#status = { ...this.#status, state: 'closed', since: this.#settings.session.scheduler.now() };
    this.#statuses$.next(this.#status);
    this.#statuses$.complete();
    await this.#closed();
  }

  async #closed(): Promise<void> {
    await this.#ended;
  }

  readonly #onPageEvent = (type: PageEvent): void => {
    if (typeof this.#browser === 'string') return;
    if (type === 'visibility') {
      this.tab.dispatch({ type: 'visible', isVisible: this.#browser.isVisible() });
      return;
    }
    this.#isAway = type === 'away';
    if (this.#isAway) this.#leave();
    else if (this.#isWanted) this.#join();
  };

  #join(): void {
    if (this.#isAway || this.#isClosed || this.#joining !== undefined) return;
    const joining = {};
    this.#joining = joining;
    const browser = this.#browser;
    const reason = this.#aloneBecause ?? (typeof browser === 'string' ? browser : reasonOf(this.#settings));
    if (typeof browser === 'string' || reason !== undefined) {
      this.tab.dispatch({ type: 'alone', reason: reason ?? '' });
      return;
    }
    const isCurrent = (): boolean => this.#joining === joining;
    groupName(this.#settings.session, this.#settings.name, browser.digest).then(
      (name) => {
        if (isCurrent()) this.#enter(browser, name);
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (isCurrent()) this.tab.dispatch({ type: 'alone', reason: `the user is not known: ${message}` });
      },
    );
  }

  #enter(browser: TabBrowser, name: string): void {
    const { id } = this.tab.state();
    try {
      this.#channel = tabChannel({
        open: browser.openChannel,
        name,
        id,
        onMessage: (message) => {
          this.tab.dispatch({ type: 'message', message });
        },
        onNewer: () => {
          this.#beAlone('another tab has a newer version of rx-chat-notifications; reload this one');
        },
        onOdd: this.#log.warn,
      });
    } catch (error) {
      this.#beAlone(`the browser opens no BroadcastChannel here: ${String(error)}`);
      return;
    }
    this.#lock = tabLock({
      locks: browser.locks,
      name,
      id,
      onGranted: () => {
        this.tab.dispatch({ type: 'lockGranted' });
      },
      onLost: () => {
        this.tab.dispatch({ type: 'lockLost' });
      },
      onRefused: (error) => {
        this.#beAlone(`the browser grants no Web Locks here: ${String(error)}`);
      },
    });
    this.tab.dispatch({ type: 'visible', isVisible: browser.isVisible() });
    this.tab.dispatch({ type: 'join' });
  }

  #beAlone(reason: string): void {
    if (this.#joining === undefined) return;
    this.#aloneBecause = reason;
    this.tab.dispatch({ type: 'alone', reason });
    this.#channel?.close();
  }

  #leave(): void {
    if (this.#joining === undefined) return;
    this.#joining = undefined;
    this.tab.dispatch({ type: 'leave' });
    this.#channel?.close();
    this.#channel = this.#lock = undefined;
  }

  #tell(status: ConnectionStatus): void {
    if (this.#isClosed) return;
    const { phase, highest } = this.tab.state();
    const role = roleOf(phase);
    const told: SharedStatus = {
      ...status,
      role,
      ...(highest.n > 0 && role !== 'alone' && { term: highest.n }),
    };
    const isSame =
      isSameStatus(this.#status, told) && role === this.#status.role && told.term === this.#status.term;
    this.#status = told;
    if (!isSame) this.#statuses$.next(told);
  }

  #ports(scheduler: SchedulerLike, now: () => number): Parameters<typeof runTab>[4] {
    const { operations } = this;
    return {
      scheduler,
      ...operations,
      run: (id, request) => {
        if (this.#leader !== undefined) operations.run(this.#leader.session, id, request);
      },
      post: (message) => {
        this.#channel?.post(message);
      },
      requestLock: (steal) => {
        this.#lock?.request(steal);
      },
      releaseLock: () => {
        this.#lock?.release();
      },
      checkLock: (check) => {
        const answer = (isHeld: boolean): void => {
          this.tab.dispatch({ type: 'lockChecked', check, isHeld });
        };
        this.#lock?.isHeld().then(answer, () => {
          answer(false);
        });
      },
      startSession: (isTakeover) => {
        const { desk } = this.tab.store.snapshot();
        this.#leader = leaderSession(this.#options, desk, isTakeover, (item) => {
          this.tab.dispatch({ type: 'item', item });
        });
      },
      stopSession: () => {
        const stopped = this.#leader?.stop();
        this.#leader = undefined;
        this.#ended = Promise.allSettled([this.#ended, stopped]);
      },
      reconnect: () => {
        this.#leader?.session.reconnect();
      },
      report: this.#report,
      fetchRest: (chatId, from) => this.fetchRest?.(chatId, from),
      wakeAt: (at) => {
        this.#timer.unsubscribe();
        if (at === Infinity) return;
        const delay = Math.min(Math.max(at - now(), 0), longestTimer);
        this.#timer = scheduler.schedule(() => {
          this.tab.dispatch({ type: 'wake' });
        }, delay);
      },
      onStatus: (status) => {
        this.#tell(status);
      },
      onRole: () => {
        this.#tell(this.tab.store.status());
      },
    };
  }

  readonly #report = (what: 'options' | 'alone', detail: string): void => {
    if (what === 'alone') {
      this.#log.warn(`this tab has a connection of its own: ${detail}`);
      return;
    }
    const names = differingOptions(this.tab.state().rules.options, detail);
    this.#log.warn(
      `sharedSession: the options of the tab that leads apply, and differ from those of this tab in: ${names}`,
    );
  };
}

const roleOf = (phase: TabPhase): TabRole => (phase === 'leader' || phase === 'alone' ? phase : 'follower');

/** Why tabs with these options cannot share. */
function reasonOf({ session: { client, credentials, url } }: TabSettings): string | undefined {
  if (client !== undefined) return 'the option client is a connection of its own';
  const isUserAsked = credentials !== undefined && credentials.kind !== 'basic';
  return isUserAsked && url === undefined ? 'without the option url, users cannot be compared' : undefined;
}
