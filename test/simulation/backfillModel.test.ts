import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../src/model/index.ts';
import { stepBackfill } from '../../src/session/backfill/backfillMachine.ts';
import type { BackfillEffect, BackfillEvent, HistoryRequest } from '../../src/session/backfill/events.ts';
import { type BackfillState, initialBackfill } from '../../src/session/backfill/state.ts';
import { Desk } from '../../src/session/desk/index.ts';

/** What the server has: the indices of one chat, and until when the log of the chat cannot be fetched. */
interface Model {
  readonly sent: ChatMessage[];
  now: number;
}

/** The machine, its desk, and the requests that are under way. */
class Real {
  readonly desk = new Desk();
  readonly requests = new Map<number, HistoryRequest>();
  state: BackfillState = initialBackfill(this.desk);
  wakeAt = Infinity;
  missing: object | undefined;

  dispatch(event: BackfillEvent): void {
    const { state, effects } = stepBackfill(this.state, event, rules);
    this.state = state;
    for (const effect of effects) this.#perform(effect);
    expect(this.requests.size).toBeLessThanOrEqual(4);
    const isWaiting = state.list.dueAt < Infinity || state.seconds.size + state.asks.size > 0;
    if (isWaiting) expect(this.requests.size > 0 || this.wakeAt < Infinity).toBe(true);
  }

  #perform(effect: BackfillEffect): void {
    if (effect.do === 'fetch') this.requests.set(effect.request.id, effect.request);
    else if (effect.do === 'cancel') this.requests.delete(effect.request);
    else if (effect.do === 'wakeAt') this.wakeAt = effect.at;
    else if (effect.do === 'ended') this.missing = effect.missing;
  }
}

const rules = {
  rate: Infinity,
  maxRequests: 8,
  delayAfter: (failures: number) => Math.min(500 * 2 ** failures, 30_000),
};
const chatId = 'c1';
const start = 1_750_000_000_000;

const live = { messageType: '', notificationType: '', origin: 'live' } as const;

/** Somebody says something, and a push may deliver it. */
class Say implements fc.Command<Model, Real> {
  readonly isPushed: boolean;
  constructor(isPushed: boolean) {
    this.isPushed = isPushed;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    model.now += 10;
    const index = model.sent.length + 1;
    const from = { participantId: 'p1', nickname: 'Ada', type: 'Customer' };
    const message = { index, type: 'Text', from, text: `${index}`, sentAt: model.now };
    model.sent.push(message);
    if (!this.isPushed) return;
    const notification = {
      ...live,
      kind: 'messages',
      chatId,
      receivedAt: model.now,
      messages: [message],
    } as const;
    real.desk.take(notification);
    real.dispatch({ type: 'received', at: model.now, notification });
  }
  toString = (): string => `Say(${this.isPushed})`;
}

class Connect implements fc.Command<Model, Real> {
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    real.dispatch({ type: 'connected', at: model.now, lostFrom: model.now - 1_000 });
  }
  toString = (): string => 'Connect';
}

class Wait implements fc.Command<Model, Real> {
  readonly duration: number;
  constructor(duration: number) {
    this.duration = duration;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    wait(model, real, this.duration);
  }
  toString = (): string => `Wait(${this.duration})`;
}

/** Answers the oldest request: as of so many messages ago, or with a refusal. */
class Answer implements fc.Command<Model, Real> {
  readonly behind: number;
  readonly httpStatus: number | undefined;
  constructor(behind: number, httpStatus: number | undefined) {
    this.behind = behind;
    this.httpStatus = httpStatus;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    model.now += 20;
    answer(model, real, this.behind, this.httpStatus);
  }
  toString = (): string => `Answer(${this.behind}, ${this.httpStatus})`;
}

function wait(model: Model, real: Real, duration: number): void {
  const until = model.now + duration;
  while (real.wakeAt <= until) {
    model.now = Math.max(model.now, real.wakeAt);
    real.wakeAt = Infinity;
    real.dispatch({ type: 'wake', at: model.now });
  }
  model.now = until;
}

function answer(model: Model, real: Real, behind: number, httpStatus?: number): void {
  const [request] = real.requests.values();
  if (request === undefined) return;
  real.requests.delete(request.id);
  const given = { at: model.now, request: request.id };
  if (httpStatus !== undefined) {
    real.dispatch({ ...given, type: 'refused', refusal: { reason: 'refused', httpStatus } });
  } else if (request.chatId === undefined) {
    real.dispatch({ ...given, type: 'listed', chats: [{ id: chatId, state: 'Chatting' }] });
  } else {
    const known = model.sent.slice(0, Math.max(model.sent.length - behind, 0));
    real.dispatch({
      ...given,
      type: 'fetched',
      messages: known.filter(({ index }) => index >= request.from),
    });
  }
}

const commands = fc.commands(
  [
    fc.boolean().map((isPushed) => new Say(isPushed)),
    fc.constant(new Connect()),
    fc.constantFrom(100, 1_000, 6_000, 40_000).map((duration) => new Wait(duration)),
    fc
      .tuple(fc.nat(3), fc.constantFrom(undefined, undefined, 404, 403, 500, 429))
      .map(([behind, status]) => new Answer(behind, status)),
  ],
  { maxCommands: 120 },
);

describe('the backfill machine, whatever happens before', () => {
  it('has all messages after a reconnection to a server that has become honest', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const model: Model = { sent: [], now: start };
        const real = new Real();
        fc.modelRun(() => ({ model, real }), list);

        new Connect().run(model, real);
        for (let round = 0; round < 400 && (real.requests.size > 0 || real.wakeAt < Infinity); round += 1) {
          if (real.requests.size > 0) answer(model, real, 0);
          else wait(model, real, Math.max(real.wakeAt - model.now, 0));
        }

        const texts = real.desk.get(chatId)?.log.messages.map(({ text }) => text) ?? [];
        expect(texts).toEqual(model.sent.map(({ text }) => text));
        expect(real.missing).toBeUndefined();
        expect(real.requests.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
