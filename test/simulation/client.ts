import type { ChatNotification } from '../../src/model/index.ts';
import type {
  BackfillEffect,
  BackfillEvent,
  HistoryRequest,
  Window,
} from '../../src/session/backfill/events.ts';
import { stepBackfill } from '../../src/session/backfill/backfillMachine.ts';
import { type BackfillRules, type BackfillState, initialBackfill } from '../../src/session/backfill/state.ts';
import type { HistoryFailure } from '../../src/session/backfill/chatHistory.ts';
import { Desk } from '../../src/session/desk/index.ts';
import { Retirement } from '../../src/session/desk/retirement.ts';
import { runMachine, type RunningMachine } from '../../src/session/machine.ts';
import { Follower } from './follower.ts';
import type { Answer, ModelRest } from './world/modelRest.ts';
import { epochStart } from './world/modelChat.ts';
import type { Timeline, Timer } from './world/timeline.ts';

/** The events that a watch of a client receives. */
export interface ClientObserver {
  readonly onRequest: (request: HistoryRequest) => void;
  /** `asOf` is how young the answer is. */
  readonly onAnswer: (request: HistoryRequest, answer: Answer, asOf: number) => void;
  readonly onEmit: (notification: ChatNotification) => void;
  /** Each event of the machine, and each effect. */
  readonly onStep?: (line: object) => void;
  readonly onFailure: (failure: HistoryFailure) => void;
}

const longestTimer = 2 ** 31 - 1;

/** Desk and backfill in virtual time, as the shell of the session runs them. */
export class Client {
  readonly desk: Desk = new Desk();
  readonly followers: Map<number, Follower> = new Map<number, Follower>();
  readonly machine: RunningMachine<BackfillState, BackfillEvent>;
  missing: Window | undefined;
  isClosed = false;
  /** The first error of somebody who watches. */
  error: unknown;
  /** By how much the local clock differs from that of the server. */
  clockError = 0;
  readonly #timeline: Timeline;
  readonly #rest: ModelRest;
  readonly #observer: ClientObserver;
  readonly #cancelled = new Set<number>();
  readonly #retirement: Retirement;
  #timer: Timer | undefined;

  constructor(timeline: Timeline, rest: ModelRest, rules: BackfillRules, observer: ClientObserver) {
    this.#timeline = timeline;
    this.#rest = rest;
    this.#observer = observer;
    this.followers.set(0, new Follower(this.desk));
    this.#retirement = new Retirement(
      this.desk,
      timeline.scheduler(() => this.clock()),
    );
    this.machine = runMachine<BackfillState, BackfillEvent, BackfillEffect>(
      initialBackfill(this.desk),
      (state, event) => {
        observer.onStep?.(event);
        return stepBackfill(state, event, rules);
      },
      (effect) => {
        observer.onStep?.(effect);
        if (this.isClosed) return;
        try {
          this.#perform(effect);
        } catch (error) {
          this.error ??= error; // the machine would report it in a task of its own
        }
      },
    );
  }

  clock(): number {
    return epochStart + this.#timeline.now + this.clockError;
  }

  connected(lostFrom: number | undefined): void {
    if (!this.isClosed) this.machine.dispatch({ type: 'connected', at: this.clock(), lostFrom });
  }

  /** A live notification arrives. */
  receive(notification: ChatNotification): void {
    if (this.isClosed) return;
    const news = this.desk.take(notification);
    if (news !== undefined) this.#emit(news, this.desk.seq);
    this.#retirement.check();
    this.machine.dispatch({ type: 'received', at: this.clock(), notification });
  }

  isIdle(): boolean {
    const { requests, asks, seconds, list, run } = this.machine.state();
    return run === undefined && list.dueAt === Infinity && requests.size + asks.size + seconds.size === 0;
  }

  /** What it is doing, for a report. */
  busyWith(): string {
    const { requests, asks, seconds, list, run, pausedUntil, time } = this.machine.state();
    return JSON.stringify({
      requests: [...requests.values()],
      asks: [...asks.values()],
      seconds: [...seconds],
      list,
      run,
      pausedUntil,
      time,
    });
  }

  close(): void {
    this.isClosed = true;
    this.#timer?.clear();
    this.#retirement.stop();
  }

  #emit(notification: ChatNotification, seq: number): void {
    for (const follower of this.followers.values()) if (follower.seq < seq) follower.take(notification);
    this.#observer.onEmit(notification);
  }

  #perform(effect: BackfillEffect): void {
    switch (effect.do) {
      case 'fetch':
        this.#fetch(effect.request);
        break;
      case 'cancel':
        this.#cancelled.add(effect.request);
        break;
      case 'emit':
        this.#emit(effect.notification, effect.seq);
        this.#retirement.check();
        break;
      case 'fail':
        this.#observer.onFailure(effect.failure);
        break;
      case 'ended':
        this.missing = effect.missing;
        break;
      case 'wakeAt':
        this.#setTimer(effect.at);
        break;
      case 'listed':
        break;
    }
  }

  #setTimer(at: number): void {
    this.#timer?.clear();
    if (at === Infinity) return;
    const delay = Math.min(Math.max(at - this.clock(), 0), longestTimer);
    this.#timer = this.#timeline.at(this.#timeline.now + delay, () => {
      const due = delay < longestTimer ? at : 0;
      this.machine.dispatch({ type: 'wake', at: Math.max(this.clock(), due) });
    });
  }

  #fetch(request: HistoryRequest): void {
    const { id, chatId, from } = request;
    this.#observer.onRequest(request);
    const latency = this.#rest.latency();
    const { now } = this.#timeline;
    this.#timeline.at(now + latency / 2, () => {
      const answer = this.#rest.answer(this.#timeline.now, chatId, from);
      const { asOf } = this.#rest;
      this.#timeline.at(now + latency, () => {
        if (this.isClosed || this.#cancelled.delete(id)) return;
        this.#observer.onAnswer(request, answer, asOf);
        const at = this.clock();
        if ('chats' in answer)
          this.machine.dispatch({ type: 'listed', at, request: id, chats: answer.chats });
        else if ('messages' in answer)
          this.machine.dispatch({ type: 'fetched', at, request: id, messages: answer.messages });
        else this.machine.dispatch({ type: 'refused', at, request: id, refusal: answer.refusal });
      });
    });
  }
}
