import { type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../../fold/longestTimer.ts';
import type { ChatNotification } from '../../model/index.ts';
import type { Desk, Outlet } from '../desk/index.ts';
import type { Clean } from '../../transport/replyError.ts';
import { runMachine, type RunningMachine } from '../machine.ts';
import { stepBackfill } from './backfillMachine.ts';
import type { Backfilled, ChatHistory, HistoryFailure } from './chatHistory.ts';
import type { BackfillEffect, BackfillEvent, HistoryRequest, Window } from './events.ts';
import { firstAnswer, isChat, isMessage, refusalOf, sorted, type Sorted } from './firstAnswer.ts';
import { type BackfillRules, type BackfillState, initialBackfill } from './state.ts';

export interface BackfillOptions {
  readonly desk: Desk;
  readonly history: ChatHistory;
  readonly scheduler: SchedulerLike;
  readonly rules: BackfillRules;
  /** Takes the secrets out of the errors of the history. */
  readonly clean?: Clean | undefined;
  /** Emits what is new to the desk. */
  readonly outlet: Outlet;
  /** Called when the desk may have taken something. */
  readonly onTaken: () => void;
  /** Called when the chats are known, or cannot be fetched for now. */
  readonly onListed: () => void;
  readonly onFailure: (failure: HistoryFailure) => void;
  /** Called when a backfill has ended, or when its missing window has changed. */
  readonly onEnded: (missing: Window | undefined, backfilled: Backfilled | undefined) => void;
  /** Called after each answer. */
  readonly onAnswered?: (() => void) | undefined;
}

/** Turns the requests of the machine into calls of a history, and their answers into events. It decides nothing. */
export class Backfill {
  readonly #options: BackfillOptions;
  readonly #machine: RunningMachine<BackfillState, BackfillEvent>;
  readonly #requests = new Map<number, Subscription>();
  #timer = Subscription.EMPTY;
  #isStopped = false;

  constructor(options: BackfillOptions) {
    this.#options = options;
    const { desk, rules, outlet, onTaken } = options;
    this.#machine = runMachine<BackfillState, BackfillEvent, BackfillEffect>(
      initialBackfill(desk),
      (state, event) => {
        const step = stepBackfill(state, event, rules);
        // At once, before anything is emitted: a subscriber can cause the next live notification.
        for (const effect of step.effects)
          if (effect.do === 'emit') outlet.enqueue(effect.notification, effect.seq);
        onTaken();
        return step;
      },
      (effect) => {
        if (!this.#isStopped) this.#perform(effect);
      },
    );
  }

  /** Whether nothing is requested or waits to be. */
  get isIdle(): boolean {
    const { asks, list } = this.#machine.state();
    return this.#requests.size === 0 && asks.size === 0 && list.dueAt === Infinity;
  }

  /** Something may have been missed since `lostFrom`. It is absent at a start, where nothing was connected before. */
  connected(lostFrom: number | undefined): void {
    this.#machine.dispatch({ type: 'connected', at: this.#now(), lostFrom });
  }

  /** To be called with each live notification after the desk has taken it. */
  received(notification: ChatNotification): void {
    this.#machine.dispatch({ type: 'received', at: this.#now(), notification });
  }

  /** To be called when no live notification will come any more. */
  complete(): void {
    this.#machine.dispatch({ type: 'completed', at: this.#now() });
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer.unsubscribe();
    for (const running of this.#requests.values()) running.unsubscribe();
    this.#requests.clear();
  }

  #now(): number {
    return this.#options.scheduler.now();
  }

  #perform(effect: BackfillEffect): void {
    const { outlet, onListed, onFailure, onEnded } = this.#options;
    switch (effect.do) {
      case 'fetch':
        this.#fetch(effect.request);
        break;
      case 'cancel':
        this.#requests.get(effect.request)?.unsubscribe();
        this.#requests.delete(effect.request);
        break;
      case 'emit':
        outlet.flush();
        break;
      case 'listed':
        outlet.then(onListed);
        break;
      case 'fail':
        onFailure(effect.failure);
        break;
      case 'ended':
        outlet.then(() => {
          onEnded(effect.missing, effect.backfilled);
        });
        break;
      case 'wakeAt':
        this.#setTimer(effect.at);
        break;
    }
  }

  #setTimer(at: number): void {
    this.#timer.unsubscribe();
    if (at === Infinity) return;
    const delay = Math.min(Math.max(at - this.#now(), 0), longestTimer);
    this.#timer = this.#options.scheduler.schedule(() => {
      // A timer that fires has waited, whatever a clock that was set back says.
      this.#machine.dispatch({ type: 'wake', at: Math.max(this.#now(), delay < longestTimer ? at : 0) });
    }, delay);
  }

  #fetch(request: HistoryRequest): void {
    const { history, scheduler, clean } = this.#options;
    const { id, chatId, from } = request;
    const running = new Subscription();
    this.#requests.set(id, running);
    const done = (event: BackfillEvent): void => {
      this.#requests.delete(id);
      this.#machine.dispatch(event);
      this.#options.onAnswered?.();
    };
    const fail = (error: unknown): void => {
      done({ type: 'refused', at: this.#now(), request: id, refusal: refusalOf(error, clean) });
    };
    const call = (): ReturnType<ChatHistory['chats'] | ChatHistory['messages']> =>
      chatId === undefined ? history.chats() : history.messages(chatId, from);
    running.add(
      firstAnswer(call, scheduler, history.hasTimeout).subscribe({
        next: (given) => {
          try {
            done({ ...this.#answerOf(given, chatId), at: this.#now(), request: id });
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
      }),
    );
  }

  #answerOf(
    given: unknown,
    chatId: string | undefined,
  ):
    | Pick<Extract<BackfillEvent, { readonly type: 'listed' }>, 'type' | 'chats'>
    | Pick<Extract<BackfillEvent, { readonly type: 'fetched' }>, 'type' | 'messages'> {
    return chatId === undefined
      ? { type: 'listed', chats: this.#validOf(sorted(given, isChat)) }
      : { type: 'fetched', messages: this.#validOf(sorted(given, isMessage), chatId) };
  }

  #validOf<T>({ valid, invalid }: Sorted<T>, chatId?: string): readonly T[] {
    if (invalid.length > 0) {
      const [first] = invalid;
      const what = chatId === undefined ? 'chats' : `messages of chat "${chatId}"`;
      this.#options.onFailure({
        kind: 'history',
        message: `the history gave ${invalid.length} entries that are no ${what}, such as ${first === null ? 'null' : typeof first}`,
        ...(chatId !== undefined && { chatId }),
      });
    }
    return valid;
  }
}
