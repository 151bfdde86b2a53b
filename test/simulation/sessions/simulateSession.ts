import { canonical } from '../../../src/codec/index.ts';
import { credentials } from '../../../src/session/credentials.ts';
import { type StartedSession, startSession } from '../../../src/session/startSession.ts';
import type { Outcome } from '../simulate.ts';
import { violated, ViolationError } from '../violation.ts';
import { ChatLife } from '../world/chatLife.ts';
import type { ModelChat } from '../world/modelChat.ts';
import { ModelRest } from '../world/modelRest.ts';
import { Timeline } from '../world/timeline.ts';
import { FakeClock } from './fakeClock.ts';
import { ModelServer } from './modelServer.ts';
import type { SessionEvent, SessionScenario } from './sessionScenario.ts';
import { SessionSubscribers } from './sessionSubscribers.ts';
import { boundRequests, compareDirectory } from './sessionTruth.ts';

// Loading them is no part of a run.
await Promise.all([import('cometd'), import('tough-cookie')]);

/** Runs a whole session over a scripted `fetch` to its end, or to the first violation. */
export async function simulateSession(
  scenario: SessionScenario,
  trace?: (line: string) => void,
): Promise<Outcome> {
  const world = new SessionWorld(scenario, trace);
  try {
    await world.run();
    return { ...world.counts(), violation: undefined };
  } catch (error) {
    if (error instanceof ViolationError) return { ...world.counts(), violation: error.violation };
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...world.counts(), violation: { kind: 'exception', at: world.now(), detail } };
  }
}

/** A session and its server. */
class SessionWorld {
  readonly #scenario: SessionScenario;
  readonly #timeline = new Timeline();
  readonly #clock: FakeClock;
  readonly #chats = new Map<number, ModelChat>();
  readonly #rest: ModelRest;
  readonly #server: ModelServer;
  readonly #life: ChatLife;
  #subscribers: SessionSubscribers | undefined;
  readonly #trace: ((line: string) => void) | undefined;
  #started: StartedSession | undefined;
  #pushed = 0;
  #isClosing = false;

  constructor(scenario: SessionScenario, trace: ((line: string) => void) | undefined) {
    const { traits, seed } = scenario;
    this.#scenario = scenario;
    this.#trace = trace;
    this.#clock = new FakeClock(this.#timeline, seed);
    this.#rest = new ModelRest(this.#chats, traits, seed);
    this.#server = new ModelServer(this.#timeline, this.#rest, scenario);
    this.#life = new ChatLife(this.#timeline, this.#chats, {
      clock: () => this.#clock.now(),
      isOver: () => false,
      push: (fate, notification) => {
        if (fate === 'lost') return;
        const delays = fate === 'arrives' ? [0] : fate === 'twice' ? [0, 1_500] : [fate.late];
        for (const delay of delays) {
          this.#timeline.at(this.now() + delay, () => {
            this.#pushed += 1;
            this.#server.bayeux.publish('/v2/me/chats', canonical(notification()).data);
          });
        }
      },
    });
  }

  now(): number {
    return this.#timeline.now;
  }

  counts(): { requests: number; emitted: number } {
    return { requests: this.#server.requestedAt.length, emitted: this.#subscribers?.emitted ?? 0 };
  }

  async run(): Promise<void> {
    this.#clock.install();
    try {
      await this.#live();
    } finally {
      void this.#started?.session.close(); // nothing of it may run on in the next world
      await this.#clock.runUntil(this.now() + 60_000).catch(() => undefined);
      this.#clock.uninstall();
    }
  }

  async #live(): Promise<void> {
    const { events, honestFrom, until } = this.#scenario;
    const { session } = (this.#started = startSession({
      url: this.#server.url,
      fetch: this.#server.fetch,
      credentials: credentials.bearer(() => `token-${this.#server.credentials}`),
      logger: ({ message }) => this.#trace?.(`${Math.round(this.now())} ${message}`),
    }));
    this.#subscribers = new SessionSubscribers(session, () => this.now());
    this.#subscribers.add(0);
    for (const event of events) {
      this.#timeline.at(event.at, () => {
        this.#trace?.(JSON.stringify(event));
        if (!this.#isClosing) this.#happen(event);
      });
    }
    this.#timeline.at(honestFrom, () => {
      this.#rest.becomeHonest(honestFrom);
      this.#server.becomeHonest();
      this.#server.bayeux.forget(); // the last lost push is found after a reconnection
    });
    // Twice: a refusal can be on its way while the server becomes honest.
    for (const at of [honestFrom, honestFrom + 5_000])
      this.#timeline.at(at, () => {
        this.#happen({ at, do: 'reconnect' });
      });
    const closesAt = events.find((event) => event.do === 'close')?.at;
    await this.#clock.runUntil(closesAt ?? until);
    if (closesAt === undefined) this.#compare(this.#started);
    await this.#close();
    boundRequests(this.#server.requestedAt, 10_000, 60 + 6 * this.#chats.size + 2 * this.#pushed);
  }

  #compare({ session }: StartedSession): void {
    const now = this.now();
    const { state, missing } = session.status;
    if (state !== 'connected') violated('connection', now, `it is ${state}`);
    if (missing !== undefined) violated('missing', now, JSON.stringify(missing));
    compareDirectory(this.#chats.values(), session.chats, now);
    this.#subscribers?.add(-1);
    this.#subscribers?.compare();
  }

  /** Nothing is left of a session that is closed. */
  async #close(): Promise<void> {
    this.#isClosing = true;
    const closing = { isOver: false };
    void this.#started?.session.close().then(() => (closing.isOver = true));
    await this.#clock.runUntil(this.now() + 30_000);
    if (!closing.isOver) violated('close', this.now(), 'close() does not resolve');
    if (this.#clock.pending > 0) violated('timer', this.now(), `${this.#clock.pending} timers are left`);
    const { length } = this.#server.requestedAt;
    await this.#clock.runUntil(this.now() + 60_000);
    if (this.#server.requestedAt.length > length) violated('close', this.now(), 'requests after close()');
  }

  #happen(event: SessionEvent): void {
    const { now } = this.#timeline;
    switch (event.do) {
      case 'restart':
        this.#server.restart(event.for);
        break;
      case 'expire':
        this.#server.bayeux.forget();
        break;
      case 'logout':
        this.#server.logout(event.renews);
        break;
      case 'fail':
        this.#server.fail(event);
        break;
      case 'roundRobin':
        this.#server.bayeux.isSplit = true;
        this.#timeline.at(now + event.for, () => (this.#server.bayeux.isSplit = false));
        break;
      case 'advise':
        this.#server.bayeux.interval = event.interval;
        this.#timeline.at(now + event.for, () => (this.#server.bayeux.interval = 0));
        break;
      case 'lag':
        this.#rest.lag(event.node, event.by, event.at);
        break;
      case 'hide':
        this.#rest.hide(event.chat, event.node, event.at + event.for);
        break;
      case 'page':
        this.#rest.page(event.size);
        break;
      case 'setClock':
        this.#clock.clockError += event.by;
        break;
      case 'reconnect':
        if (!this.#isClosing) this.#started?.session.reconnect();
        break;
      case 'subscribe':
        this.#subscribers?.add(event.subscriber);
        break;
      case 'unsubscribe':
        this.#subscribers?.remove(event.subscriber);
        break;
      case 'leave':
        this.#subscribers?.removeAll();
        this.#timeline.at(now + event.for, () => {
          if (!this.#isClosing) this.#subscribers?.add(0);
        });
        break;
      default:
        if ('push' in event) this.#life.happen(event);
    }
  }
}
