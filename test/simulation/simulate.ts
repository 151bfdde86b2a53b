import type { ChatNotification } from '../../src/model/index.ts';
import type { BackfillRules } from '../../src/session/backfill/state.ts';
import { Client } from './client.ts';
import { Follower } from './follower.ts';
import { hashed } from './random.ts';
import { RequestWatch } from './requestWatch.ts';
import type { Fate, Scenario, WorldEvent } from './scenario.ts';
import { TruthWatch } from './truthWatch.ts';
import { type Violation, violated, ViolationError } from './violation.ts';
import { type Entry, ModelChat, type Version } from './world/modelChat.ts';
import { ModelRest } from './world/modelRest.ts';
import { Timeline } from './world/timeline.ts';

/** What a run was like. */
export interface Outcome {
  readonly violation: Violation | undefined;
  readonly requests: number;
  readonly emitted: number;
}

const pushLatency = 30;
/** So long after its end a chat may still speak. */
const lastWords = 10_000;

/** Runs a scenario to its end, or to the first violation. Errors that the machines throw are violations, too. */
export function simulate(scenario: Scenario, trace?: (line: string) => void): Outcome {
  const world = new World(scenario, trace);
  try {
    world.run();
  } catch (error) {
    if (error instanceof ViolationError) return { ...world.counts(), violation: error.violation };
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...world.counts(), violation: { kind: 'exception', at: world.now(), detail } };
  }
  return { ...world.counts(), violation: undefined };
}

class World {
  readonly #scenario: Scenario;
  readonly #timeline = new Timeline();
  readonly #chats = new Map<number, ModelChat>();
  readonly #rest: ModelRest;
  readonly #client: Client;
  readonly #requests: RequestWatch;
  readonly #truth: TruthWatch;
  /** Counts the connections; 0 while there is none. */
  #session = 0;
  #isUp = false;
  #emitted = 0;

  constructor(scenario: Scenario, trace: ((line: string) => void) | undefined) {
    const { seed, traits } = scenario;
    this.#scenario = scenario;
    this.#rest = new ModelRest(this.#chats, traits, seed);
    this.#requests = new RequestWatch(this.#timeline);
    this.#truth = new TruthWatch(this.#timeline, this.#chats, traits, this.#rest);
    let draws = 0;
    const rules: BackfillRules = {
      maxRequests: 8,
      rate: 50,
      delayAfter: (failures) =>
        Math.min(500 * 2 ** (failures - 1), 30_000) * (1 - 0.5 * hashed(seed, (draws += 1))),
    };
    let emittedBefore = 0;
    this.#client = new Client(this.#timeline, this.#rest, rules, {
      ...(trace !== undefined && {
        onStep: (line) => {
          trace(`${Math.round(this.now())} ${JSON.stringify(line)}`);
        },
      }),
      onRequest: (request) => {
        this.#requests.onRequest(request);
      },
      onAnswer: (request, answer) => {
        this.#requests.onAnswer(request, answer, this.#emitted > emittedBefore);
        emittedBefore = this.#emitted;
        if ('refusal' in answer && request.chatId !== undefined) this.#truth.onDenial(request.chatId);
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
      this.#rest.becomeHonest();
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
    this.#truth.subscribers(this.#client);
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
        this.#rest.lag(event.node, event.by);
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
        break;
      case 'subscribe':
        if (!client.isClosed) client.followers.set(event.subscriber, new Follower(client.desk));
        break;
      case 'unsubscribe': {
        const follower = client.followers.get(event.subscriber);
        if (follower !== undefined) this.#truth.subscriber(client, event.subscriber, follower);
        client.followers.delete(event.subscriber);
        break;
      }
      case 'close':
        client.close();
        break;
      default:
        this.#chatEvent(event);
    }
  }

  #chatEvent(event: Extract<WorldEvent, { readonly chat: number; readonly push: Fate }>): void {
    const { at } = event;
    const chat = this.#chats.get(event.chat) ?? new ModelChat(event.chat);
    const { current } = chat;
    const isOpen = current !== undefined && !current.hasEnded;
    switch (event.do) {
      case 'open':
        if (current !== undefined) return;
        this.#chats.set(event.chat, chat);
        this.#show(chat, chat.show(at, 'Invited'), event.push);
        break;
      case 'say':
        if (current !== undefined && (isOpen || at - current.at < lastWords))
          this.#say(chat, chat.say(at, event.what), event.push);
        break;
      case 'change':
        if (isOpen) this.#show(chat, chat.show(at, event.state ?? current.chat.state), event.push);
        break;
      case 'end':
        if (isOpen) this.#show(chat, chat.show(at, 'Completed'), event.push);
        break;
      case 'reopen':
        if (current?.hasEnded !== true) return;
        this.#show(chat, chat.show(at, 'Chatting', event.restarts), event.push);
        // With restarted indices somebody joins at once: an empty log would look like one that is behind.
        if (event.restarts) this.#say(chat, chat.say(at, 'text'), event.push);
        break;
    }
  }

  #show(chat: ModelChat, version: Version, fate: Fate): void {
    this.#push(fate, () => {
      version.shownAt = this.#timeline.now;
      return {
        ...live('ChatStateChangeMessage', 'StatusChange', this.#client.clock()),
        kind: 'chat',
        chatId: chat.id,
        chat: version.chat,
      };
    });
  }

  #say(chat: ModelChat, entries: readonly Entry[], fate: Fate): void {
    if (entries.some(({ what }) => what === 'hidden')) return;
    this.#push(fate, () => {
      for (const entry of entries) entry.deliveredAt ??= this.#timeline.now;
      return {
        ...live('MessageLogUpdated', 'NewMessages', this.#client.clock()),
        kind: 'messages',
        chatId: chat.id,
        messages: entries.map(({ message }) => message),
      };
    });
  }

  #push(fate: Fate, notification: () => ChatNotification): void {
    if (fate === 'lost' || !this.#isUp) return;
    const session = this.#session;
    const delays = fate === 'arrives' ? [0] : fate === 'twice' ? [0, 1_500] : [fate.late];
    for (const delay of delays) {
      this.#timeline.at(this.#timeline.now + pushLatency + delay, () => {
        if (this.#isUp && this.#session === session) this.#client.receive(notification());
      });
    }
  }
}

const live = (messageType: string, notificationType: string, receivedAt: number) =>
  ({ messageType, notificationType, origin: 'live', receivedAt }) as const;
