import type { ChatNotification } from '../../../src/model/index.ts';
import type { BackfillRules } from '../../../src/session/backfill/state.ts';
import { Client } from '../client.ts';
import { Follower } from '../follower.ts';
import { hashed } from '../random.ts';
import { RequestWatch } from '../requestWatch.ts';
import type { Fate, Scenario, WorldEvent } from '../scenario.ts';
import { compareSubscriber, compareSubscribers } from '../subscriberWatch.ts';
import { TruthWatch } from '../truthWatch.ts';
import { violated } from '../violation.ts';
import { ChatLife } from './chatLife.ts';
import type { ModelChat } from './modelChat.ts';
import { ModelRest } from './modelRest.ts';
import { Timeline } from './timeline.ts';

const pushLatency = 30;

/** A server, a network, a client and those who watch it. */
export class World {
  readonly #scenario: Scenario;
  readonly #timeline = new Timeline();
  readonly #chats = new Map<number, ModelChat>();
  readonly #rest: ModelRest;
  readonly #client: Client;
  readonly #requests: RequestWatch;
  readonly #truth: TruthWatch;
  readonly #life: ChatLife;
  /** Counts the connections; 0 while there is none. */
  #session = 0;
  #isUp = false;
  readonly #sentAt = new Map<number, number>();
  #emitted = 0;

  constructor(scenario: Scenario, trace: ((line: string) => void) | undefined) {
    const { seed, traits } = scenario;
    this.#scenario = scenario;
    this.#rest = new ModelRest(this.#chats, traits, seed);
    this.#requests = new RequestWatch(this.#timeline);
    this.#truth = new TruthWatch(this.#timeline, this.#chats, this.#rest);
    this.#client = this.#newClient(trace);
    this.#life = new ChatLife(this.#timeline, this.#chats, {
      clock: () => this.#client.clock(),
      // A server that is too far behind shows an evicted chat as it was.
      isOver: (chatId) => this.#client.desk.get(chatId)?.hasEnded ?? this.#rest.tooLateAt < this.now(),
      push: (fate, notification) => {
        this.#push(fate, notification);
      },
    });
  }

  now(): number {
    return this.#timeline.now;
  }

  counts(): { requests: number; emitted: number } {
    return { requests: this.#requests.count, emitted: this.#emitted };
  }

  run(): void {
    const { events, honestFrom, until } = this.#scenario;
    const timeline = this.#timeline;
    for (const event of events) {
      timeline.at(event.at, () => {
        this.#happen(event);
      });
    }
    timeline.at(50, () => {
      this.#connect(undefined);
    });
    timeline.at(honestFrom, () => {
      this.#rest.becomeHonest(honestFrom);
      this.#cut(1_000);
    });
    for (let at = 2_000; at < until; at += 2_000) {
      timeline.runUntil(at);
      const { error } = this.#client;
      if (error !== undefined)
        throw error instanceof Error ? error : new Error('no Error was thrown', { cause: error });
      if (this.#client.isClosed) continue;
      this.#truth.evicted(this.#client);
      if (this.#isUp && this.#client.isIdle()) this.#truth.idle(this.#client);
    }
    timeline.runUntil(until);
    if (this.#client.isClosed) return;
    if (!this.#client.isIdle() && !this.#truth.isConfused())
      violated('restless', until, this.#client.busyWith());
    this.#client.followers.set(-1, new Follower(this.#client.desk));
    compareSubscribers(this.#client, until);
    this.#truth.end(this.#client);
  }

  #connect(lostFrom: number | undefined): void {
    this.#isUp = true;
    this.#session += 1;
    this.#requests.connected();
    this.#truth.connected();
    this.#client.connected(lostFrom);
  }

  #cut(duration: number): void {
    if (!this.#isUp) return;
    const lostFrom = this.#client.clock();
    this.#isUp = false;
    this.#timeline.at(this.#timeline.now + duration, () => {
      this.#connect(lostFrom);
    });
  }

  #happen(event: WorldEvent): void {
    const client = this.#client;
    switch (event.do) {
      case 'lag':
        this.#rest.lag(event.node, event.by, event.at);
        break;
      case 'hide':
        this.#rest.hide(event.chat, event.node, event.at + event.for);
        break;
      case 'refuse':
        this.#rest.refuse(event);
        break;
      case 'page':
        this.#rest.page(event.size);
        break;
      case 'cut':
        this.#cut(event.for);
        break;
      case 'setClock':
        client.clockError += event.by;
        this.#requests.clockWasSet();
        this.#truth.clockWasSet();
        break;
      case 'subscribe':
        if (!client.isClosed) client.followers.set(event.subscriber, new Follower(client.desk));
        break;
      case 'unsubscribe': {
        const follower = client.followers.get(event.subscriber);
        if (follower !== undefined) compareSubscriber(client, event.subscriber, follower, event.at);
        client.followers.delete(event.subscriber);
        break;
      }
      case 'close':
        client.close();
        break;
      default:
        this.#life.happen(event);
    }
  }

  #newClient(trace: ((line: string) => void) | undefined): Client {
    let draws = 0;
    const rules: BackfillRules = {
      maxRequests: 8,
      rate: 50,
      delayAfter: (failures) =>
        Math.min(500 * 2 ** (failures - 1), 30_000) * (1 - 0.5 * hashed(this.#scenario.seed, (draws += 1))),
    };
    let emittedBefore = 0;
    return new Client(this.#timeline, this.#rest, rules, {
      ...(trace !== undefined && {
        onStep: (line) => {
          trace(`${Math.round(this.now())} ${JSON.stringify(line)}`);
        },
      }),
      onRequest: (request) => {
        this.#sentAt.set(request.id, this.now());
        this.#requests.onRequest(request);
      },
      onAnswer: (request, answer, asOf) => {
        this.#requests.onAnswer(request, answer, this.#emitted > emittedBefore);
        emittedBefore = this.#emitted;
        this.#truth.onAnswer(request, answer, this.#sentAt.get(request.id) ?? 0, asOf);
      },
      onEmit: (notification) => {
        this.#emitted += 1;
        this.#truth.onEmit(notification, this.#client);
      },
      onFailure: (failure) => {
        this.#truth.onFailure(failure);
      },
    });
  }

  #push(fate: Fate, notification: () => ChatNotification): void {
    if (fate === 'lost' || !this.#isUp) return;
    const session = this.#session;
    const delays = fate === 'arrives' ? [0] : fate === 'twice' ? [0, 1_500] : [fate.late];
    for (const delay of delays) {
      this.#timeline.at(this.#timeline.now + pushLatency + delay, () => {
        if (!this.#isUp || this.#session !== session) return;
        const pushed = notification();
        this.#truth.onPushed(pushed);
        this.#client.receive(pushed);
      });
    }
  }
}
