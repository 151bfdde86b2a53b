import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BayeuxMessage } from '../../../src/channel/index.ts';
import { isSameStatus } from '../../../src/channel/status.ts';
import type { ConnectionEffect } from '../../../src/session/connection/index.ts';
import type { FailureKind } from '../../../src/session/connectionFailure.ts';
import { Driver, noAnswer, refusal, reply, rulesWith } from './driver.ts';

const initialDelay = 500;
/**
 * In any window of `initialDelay`: one start by the spacing, three by allowances (401, 403, WebSocket), and as many again
 * after a `reconnect()`.
 */
const mostStarts = 8;
/** In the same window: a backoff of at least a half of it, and one hurried poll. */
const mostPolls = 4;

/** A server and a user at their worst, and what a machine may never do, whatever they do. */
class World extends Driver {
  /** The number of the session whose login, handshake, subscription or poll awaits its answer. */
  login = false;
  handshaking = false;
  subscribing = false;
  polling = false;
  leaving = false;
  isOpen = false;

  override tell(event: Parameters<Driver['tell']>[0]): readonly ConnectionEffect[] {
    const { leftBy = Infinity, wakeAt } = this.state;
    if (event.type === 'wake') {
      if (wakeAt === undefined) return []; // there is no timer
      if (wakeAt >= leftBy) this.left(); // the shell leaves before that
    }
    const effects = super.tell(event);
    for (const effect of effects) this.#note(effect);
    this.#check();
    return effects;
  }

  override left(): void {
    if (!this.leaving) return;
    this.leaving = false;
    this.isOpen = false;
    this.tell({ type: 'left' });
  }

  #note(effect: ConnectionEffect): void {
    const { isWanted, phase } = this.state;
    if (effect.do === 'login' || effect.do === 'open' || effect.do === 'poll') {
      expect(isWanted).toBe(true);
      expect(['loggingIn', 'open']).toContain(phase);
    }
    if (effect.do === 'login') {
      expect([this.isOpen, this.leaving]).toEqual([false, false]); // never two sessions
      this.login = true;
      this.#spaced('login', mostStarts);
    }
    if (effect.do === 'open') {
      expect(this.isOpen).toBe(false);
      this.isOpen = true;
      this.handshaking = true;
    }
    if (effect.do === 'poll') {
      expect(this.polling).toBe(false);
      this.polling = true;
      this.#spaced('poll', mostPolls);
    }
    if (effect.do === 'leave') this.leaving = true;
    if (phase !== 'open') this.handshaking = this.subscribing = this.polling = false;
    if (phase !== 'loggingIn') this.login = false;
  }

  #spaced(kind: 'login' | 'poll', most: number): void {
    const recent = this.of(kind).filter(({ on }) => on > this.now - initialDelay && on <= this.now);
    expect(recent.length).toBeLessThanOrEqual(most);
  }

  #check(): void {
    const { phase, wakeAt, isWanted } = this.state;
    if (phase === 'waiting' || phase === 'open') expect(wakeAt).toBeDefined();
    if (phase === 'waiting' || phase === 'loggingIn' || phase === 'open') expect(isWanted).toBe(true);
    if (phase === 'closed') expect(wakeAt).toBeUndefined();
    const shown = this.statuses.at(-1);
    if (shown !== undefined) expect(isSameStatus(shown, this.status)).toBe(true);
  }

  /** The clock is set, in the middle of everything. */
  jump(ms: number): void {
    this.now += ms;
    for (const effect of this.done) Object.assign(effect, { on: effect.on + ms });
  }

  answerLogin(failure: FailureKind | undefined, retryAfter?: number): void {
    if (!this.login) return;
    this.login = false;
    if (failure === undefined) this.tell({ type: 'loggedIn' });
    else this.failLogin(failure, { retryAfter, httpStatus: 503 });
  }

  answerHandshake(message: BayeuxMessage): void {
    if (!this.handshaking) return;
    this.handshaking = false;
    if (message.successful !== true) {
      this.fail(message, { transport: 'websocket' });
      return;
    }
    this.subscribing = this.polling = true;
    this.tell({ type: 'handshake', reply: message });
  }

  answerSubscribe(message: BayeuxMessage): void {
    if (!this.subscribing) return;
    this.subscribing = false;
    this.tell({ type: 'subscribe', reply: { ...message, subscription: '/c' } });
  }

  answerPoll(message: BayeuxMessage, canPollAgain = true): void {
    if (!this.polling) return;
    if (message.successful === true) {
      this.tell({ type: 'connect', reply: message });
      return; // CometD polls again by itself
    }
    this.polling = false;
    this.fail(message, { canPollAgain, transport: 'websocket' });
  }

  isConnected(): boolean {
    return this.status.state === 'connected';
  }

  /** From now on the server is honest. */
  heal(): void {
    for (let rounds = 0; rounds < 60 && !this.isConnected(); rounds += 1) {
      this.left();
      this.answerLogin(undefined);
      this.answerHandshake(welcome);
      this.answerSubscribe(reply('subscribe'));
      this.answerPoll(reply('connect', { advice: { reconnect: 'retry', interval: 0 } }));
      if (!this.isConnected()) this.pass((this.state.wakeAt ?? this.now) - this.now);
    }
  }
}

const welcome = reply('handshake', {
  clientId: 'a',
  supportedConnectionTypes: ['long-polling'],
  ext: { ack: true },
});

const command = (name: string, run: (world: World) => void): fc.Command<object, World> => ({
  check: () => true,
  run: (_, world) => {
    run(world);
  },
  toString: () => name,
});

const advice = fc.record(
  {
    reconnect: fc.constantFrom('retry', 'handshake', 'none', 'odd'),
    interval: fc.constantFrom(0, 2_000, 1e12, -1, Number.NaN),
    timeout: fc.constantFrom(0, 30_000, 1e12, -1, Number.NaN),
    maxInterval: fc.constantFrom(0, 5_000, 1e12, -1, Number.NaN),
  },
  { requiredKeys: [] },
);
const error = fc.constantFrom('', '401::', '402::', '403::', '404::', '500::', 'odd', '401:x:Unknown client');
const status = fc.constantFrom(0, 200, 302, 401, 403, 404, 429, 500, 503);
const bad = (channel: string): fc.Arbitrary<BayeuxMessage> =>
  fc.oneof(
    fc.tuple(error, advice).map(([code, given]) => refusal(channel, code, given)),
    fc.tuple(status, fc.constantFrom(undefined, 3_000)).map(([code, wait]) => noAnswer(channel, code, wait)),
  );
const kinds: readonly FailureKind[] = [
  'unauthorized',
  'forbidden',
  'loginPage',
  'credentials',
  'failed',
  'lost',
];

const commands = [
  fc
    .constantFrom('wanted', 'wanted', 'wanted', 'unwanted', 'reconnect', 'online', 'wake' as const)
    .map((type) => command(type, (world) => world.tell({ type }))),
  fc.constant(
    command('left', (world) => {
      world.left();
    }),
  ),
  fc.constant(
    command('honest', (world) => {
      world.heal();
    }),
  ),
  fc.constantFrom(...kinds).chain((kind) =>
    fc.constantFrom(undefined, 2_000).map((wait) =>
      command(`login ${kind} ${String(wait)}`, (world) => {
        world.answerLogin(kind, wait);
      }),
    ),
  ),
  fc.constant(
    command('logged in', (world) => {
      world.answerLogin(undefined);
    }),
  ),
  fc.constant(
    command('welcome', (world) => {
      world.answerHandshake(welcome);
    }),
  ),
  fc.constant(
    command('subscribed', (world) => {
      world.answerSubscribe(reply('subscribe'));
    }),
  ),
  advice.map((given) =>
    command(`polled ${JSON.stringify(given)}`, (world) => {
      world.answerPoll(reply('connect', { advice: given }));
    }),
  ),
  bad('handshake').map((message) =>
    command(`handshake ${JSON.stringify(message)}`, (world) => {
      world.answerHandshake(message);
    }),
  ),
  bad('subscribe').map((message) =>
    command(`subscribe ${JSON.stringify(message)}`, (world) => {
      world.answerSubscribe(message);
    }),
  ),
  bad('connect').map((message) =>
    command(`poll ${JSON.stringify(message)}`, (world) => {
      world.answerPoll(message);
    }),
  ),
  fc.constant(
    command('killed', (world) => {
      if (world.isOpen) world.tell({ type: 'disconnect', reply: reply('disconnect') });
    }),
  ),
  fc.nat(3).map((age) =>
    command(`stale ${age}`, (world) => {
      const session = world.state.session - 1 - age;
      world.tell({ type: 'loggedIn', session });
      world.tell({ type: 'connect', session, reply: reply('connect') });
      world.tell({
        type: 'failed',
        session,
        reply: noAnswer('connect'),
        transport: undefined,
        canPollAgain: true,
      });
    }),
  ),
  fc.constantFrom(1, 100, 400, 2_000, 11_000, 90_000).map((ms) =>
    command(`${ms} ms`, (world) => {
      world.pass(ms);
    }),
  ),
  fc.constantFrom(3_600_000, -3_600_000).map((ms) =>
    command(`clock ${ms} ms`, (world) => {
      world.jump(ms);
    }),
  ),
  fc.constant(command('missing', (world) => world.tell({ type: 'missing', window: { from: 1, to: 2 } }))),
];

it('keeps its invariants whatever servers, networks, clocks and users do, and connects to an honest server', () => {
  fc.assert(
    fc.property(
      fc.commands(commands, { maxCommands: 80 }),
      fc.boolean(),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (all, withSocket, random) => {
        const rules = rulesWith(
          { jitter: 0.5, initialDelay },
          { transports: withSocket ? ['websocket', 'long-polling'] : ['long-polling'] },
        );
        const { policy } = rules;
        const world = new World({
          ...rules,
          policy: { ...policy, delayAfter: (failures) => policy.delayAfter(failures, () => random) },
        });
        fc.modelRun(() => ({ model: {}, real: world }), all);
        const { state } = world.status;
        const isStuck = state === 'denied' || state === 'failed';
        world.tell({ type: 'wanted' });
        world.heal();
        expect(world.status.state).toBe(isStuck ? state : 'connected');
        if (isStuck) {
          world.tell({ type: 'reconnect' });
          world.heal();
          expect(world.status.state).toBe('connected');
        }
        world.tell({ type: 'close' });
        expect(world.state.wakeAt).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});
