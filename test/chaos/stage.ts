import { isFinal } from 'rx-chat-notifications';
import type { ChaosServer, Engine } from './engines.ts';
import { type Fault, type FaultKind, isRefusing } from './faults.ts';
import { type NaiveClient, naiveClient } from './naive.ts';
import type { Step } from './schedule.ts';
import { type Subject, subjectOf } from './subject.ts';
import { type Patience, until } from './until.ts';

/** Where a schedule is played: a server, the toolkit, and the naive client. */
export interface Stage {
  readonly server: ChaosServer;
  readonly subject: Subject;
  readonly naive: NaiveClient;
  readonly patience: Patience;
  /** Does what people do. A chat whose end nobody would receive ends after the session knows the chat. */
  readonly perform: (step: Step) => void;
  /**
   * Lets something go wrong. What makes the server refuse who was logged in waits until the session has got over the last
   * such thing: to be refused twice in a row is a denial, and no loss.
   */
  readonly strike: (fault: Fault) => void;
  /** Whether nothing waits any more. */
  readonly isCaughtUp: () => boolean;
  /** How often faults of a kind were asked for. */
  readonly armed: (kind: FaultKind) => number;
  /** Resolves when all faults are over that take a while. */
  readonly calm: () => Promise<void>;
  /** What went wrong with what should go wrong. */
  readonly problems: readonly string[];
  readonly close: () => Promise<void>;
}

type DelayFault = Extract<Fault, { readonly kind: 'delay' }>;

/** Within so many milliseconds a session that is connected asks something. */
const GRACE = 800;

/** Starts everything, and waits until both clients hear. */
export async function openStage(engine: Engine, seed: number, patience: Patience): Promise<Stage> {
  const server = await engine.start(seed);
  const subject = subjectOf(server, engine);
  const naive = naiveClient(server, engine);
  const { faults } = server;
  const waiting = new Map<string, Step[]>();
  const refusals: Fault[] = [];
  let lastRefusal = { connections: -1, at: 0 };
  const armed = new Map<FaultKind, number>();
  const lasting = new Set<Promise<unknown>>();
  const operations = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const problems: string[] = [];

  function act(step: Step): void {
    const { chatId } = step;
    switch (step.do) {
      case 'open':
        server.openChat({ id: chatId, customer: step.customer, state: step.state, userData: step.userData });
        return;
      case 'say':
        server.say(chatId, step.from, step.text);
        return;
      case 'setState':
        server.setState(chatId, step.state);
        return;
      case 'setUserData':
        server.setUserData(chatId, step.userData);
        return;
      case 'type':
        operate(chatId, step.operationName);
    }
  }

  /** As an agent's desktop does it: through the session, whose network may be down. */
  function operate(chatId: string, operationName: string): void {
    const request = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ operationName }),
      signal: operations.signal,
    };
    const performed = subject.session
      .fetch(`api/v2/me/chats/${chatId}`, request)
      .then((response) => response.body?.cancel())
      .catch(() => undefined); // which is no fault of anybody's
    track(performed);
  }

  function track(promise: Promise<unknown>): void {
    const settled: Promise<unknown> = promise
      .catch((error: unknown) => problems.push(`a fault failed: ${String(error)}`))
      .then(() => lasting.delete(settled));
    lasting.add(settled);
  }

  function catchUp(): void {
    for (const [chatId, steps] of waiting) {
      if (!subject.knows(chatId)) continue;
      waiting.delete(chatId);
      steps.forEach(act);
    }
    const [refusal] = refusals;
    if (refusal === undefined || !isOver(lastRefusal)) return;
    refusals.shift();
    lastRefusal = { connections: subject.connections(), at: performance.now() };
    start(refusal);
  }

  /** The session has connected since, or the refusal hit the naive client alone. */
  const isOver = ({ connections, at }: typeof lastRefusal): boolean =>
    subject.status()?.state === 'connected' &&
    (subject.connections() > connections || performance.now() - at > GRACE);

  /** Until something was delayed, at least: in an outage there is nothing to delay. */
  function delay(fault: DelayFault, lasting: number, before: number): void {
    const { ms, jitter } = fault;
    faults.delay(ms, { jitter });
    later(lasting, () => {
      if (faults.fired.delay > before) faults.delay(0);
      else delay(fault, 50, before);
    });
  }

  function later(ms: number, task: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      task();
    }, ms);
    timers.add(timer);
  }

  function hide(chat: number | 'all', ms: number): void {
    const chatId = chat === 'all' ? undefined : server.chatIds()[chat];
    if (chatId === undefined) faults.hideAllFromList(ms);
    else faults.hideFromList(chatId, ms);
    faults.expireSessions();
  }

  function start(fault: Fault): void {
    switch (fault.kind) {
      case 'restart':
        track(faults.restart({ downFor: fault.downFor }));
        return;
      case 'expireSessions':
        faults.expireSessions({ http: fault.http });
        return;
      case 'dropConnections':
        faults.dropConnections();
        return;
      case 'blackhole':
        track(faults.blackhole(fault.ms));
        return;
      case 'delay':
        delay(fault, fault.lasting, faults.fired.delay);
        return;
      case 'http': {
        const { status, count, path, retryAfter } = fault;
        faults.http(status, count, { path, ...(retryAfter !== undefined && { retryAfter }) });
        return;
      }
      case 'cutReplies':
        faults.cutReplies(fault.count, { path: fault.path });
        return;
      case 'restLag':
        faults.restLag(fault.ms);
        later(fault.lasting, () => {
          faults.restLag(0);
        });
        return;
      case 'hideFromList':
        hide(fault.chat, fault.ms);
        return;
      default:
        faults[fault.kind](fault.count);
    }
  }

  function stopAll(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    operations.abort();
  }

  async function close(): Promise<void> {
    stopAll();
    await subject.close();
    naive.close();
    await server.stop();
    await Promise.all(lasting);
  }

  const isReady = (): boolean => subject.status()?.state === 'connected' && naive.isSubscribed();
  await until('both clients are connected', isReady, patience).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    server,
    subject,
    naive,
    patience,
    perform(step) {
      catchUp();
      const others = waiting.get(step.chatId);
      if (others !== undefined) others.push(step);
      else if (step.do === 'setState' && isFinal(step.state) && !subject.knows(step.chatId))
        waiting.set(step.chatId, [step]);
      else act(step);
    },
    strike(fault) {
      if (Object.hasOwn(engine.without, fault.kind)) return;
      armed.set(fault.kind, (armed.get(fault.kind) ?? 0) + ('count' in fault ? fault.count : 1));
      if (isRefusing(fault)) refusals.push(fault);
      else start(fault);
    },
    isCaughtUp() {
      catchUp();
      return waiting.size === 0 && refusals.length === 0 && timers.size === 0;
    },
    armed: (kind) => armed.get(kind) ?? 0,
    async calm() {
      stopAll();
      faults.delay(0);
      faults.restLag(0);
      faults.cutReplies(0);
      await Promise.all(lasting);
    },
    problems,
    close,
  };
}
