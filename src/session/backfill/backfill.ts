import { type SchedulerLike, Subscription } from 'rxjs';
import { longestTimer } from '../../fold/longestTimer.ts';
import type { ChatNotification } from '../../model/index.ts';
import type { Desk, Outlet } from '../desk/index.ts';
import { runMachine } from '../machine.ts';
import { answer, isChat, isMessage, refusalOf, sorted, type Sorted } from './answer.ts';
import { stepBackfill } from './backfillMachine.ts';
import type { Backfilled, ChatHistory, HistoryFailure } from './chatHistory.ts';
import type { BackfillEffect, BackfillEvent, HistoryRequest, Window } from './events.ts';
import { type BackfillRules, type BackfillState, initialBackfill } from './state.ts';

export interface BackfillOptions {
  readonly desk: Desk;
  readonly history: ChatHistory;
  readonly scheduler: SchedulerLike;
  readonly rules: BackfillRules;
  /** Emits what the desk has found to be new. */
  readonly outlet: Outlet;
  /** The desk may have taken something. */
  readonly onTaken?: () => void;
  /** The chats are known, or cannot be fetched for now. */
  readonly onListed: () => void;
  readonly onFailure: (failure: HistoryFailure) => void;
  /** A backfill has ended, or what is missing has changed. */
  /** An answer has been dealt with. */
  readonly onAnswered?: () => void;
  readonly onEnded: (missing: Window | undefined, backfilled: Backfilled | undefined) => void;
}

/** Fetches what was not heard. */
export interface Backfill {
  /** Something may have been missed since `lostFrom`; at a start, where nothing was connected before, it is absent. */
  readonly connected: (lostFrom: number | undefined) => void;
  /** To be called with each live notification after the desk has taken it. */
  readonly heard: (notification: ChatNotification) => void;
  /** To be called when no live notification will come any more. */
  readonly complete: () => void;
  /** Whether nothing is requested or waits to be. */
  readonly isIdle: () => boolean;
  readonly stop: () => void;
}

/** Turns the requests of the machine into calls of a history, and their answers into events. It decides nothing. */
export function runBackfill(options: BackfillOptions): Backfill {
  const { desk, history, scheduler, rules } = options;
  const requests = new Map<number, Subscription>();
  let timer = Subscription.EMPTY;
  let isStopped = false;

  const machine = runMachine<BackfillState, BackfillEvent, BackfillEffect>(
    initialBackfill(desk),
    (state, event) => {
      const step = stepBackfill(state, event, rules);
      // At once, before anything is emitted: a subscriber can cause the next live notification.
      for (const effect of step.effects)
        if (effect.do === 'emit') options.outlet.enqueue(effect.notification, effect.seq);
      options.onTaken?.();
      return step;
    },
    (effect) => {
      if (!isStopped) perform(effect);
    },
  );

  function perform(effect: BackfillEffect): void {
    switch (effect.do) {
      case 'fetch':
        fetch(effect.request);
        break;
      case 'cancel':
        requests.get(effect.request)?.unsubscribe();
        requests.delete(effect.request);
        break;
      case 'emit':
        options.outlet.flush();
        break;
      case 'listed':
        options.outlet.then(options.onListed);
        break;
      case 'fail':
        options.onFailure(effect.failure);
        break;
      case 'ended':
        options.outlet.then(() => {
          options.onEnded(effect.missing, effect.backfilled);
        });
        break;
      case 'wakeAt':
        setTimer(effect.at);
        break;
    }
  }

  function setTimer(at: number): void {
    timer.unsubscribe();
    if (at === Infinity) return;
    const delay = Math.min(Math.max(at - scheduler.now(), 0), longestTimer);
    timer = scheduler.schedule(() => {
      // A timer that fires has waited, whatever a clock that was set back says.
      machine.dispatch({ type: 'wake', at: Math.max(scheduler.now(), delay < longestTimer ? at : 0) });
    }, delay);
  }

  function fetch(request: HistoryRequest): void {
    const { id, chatId, from } = request;
    const running = new Subscription();
    requests.set(id, running);
    const done = (event: BackfillEvent): void => {
      requests.delete(id);
      machine.dispatch(event);
      options.onAnswered?.();
    };
    const fail = (error: unknown): void => {
      done({ type: 'refused', at: scheduler.now(), request: id, refusal: refusalOf(error) });
    };
    running.add(
      answer(
        () => (chatId === undefined ? history.chats() : history.messages(chatId, from)),
        scheduler,
      ).subscribe({
        next: (given) => {
          try {
            const event =
              chatId === undefined
                ? ({ type: 'listed', chats: validOf(sorted(given, isChat)) } as const)
                : ({ type: 'fetched', messages: validOf(sorted(given, isMessage), chatId) } as const);
            done({ ...event, at: scheduler.now(), request: id });
          } catch (error) {
            fail(error);
          }
        },
        error: fail,
      }),
    );
  }

  function validOf<T>({ valid, invalid }: Sorted<T>, chatId?: string): readonly T[] {
    if (invalid.length > 0) {
      const what = chatId === undefined ? 'chats' : `messages of chat "${chatId}"`;
      options.onFailure({
        kind: 'history',
        message: `the history gave ${invalid.length} entries that are no ${what}, such as ${shown(invalid[0])}`,
        ...(chatId !== undefined && { chatId }),
      });
    }
    return valid;
  }

  return {
    connected: (lostFrom) => {
      machine.dispatch({ type: 'connected', at: scheduler.now(), lostFrom });
    },
    heard: (notification) => {
      machine.dispatch({ type: 'heard', at: scheduler.now(), notification });
    },
    complete: () => {
      machine.dispatch({ type: 'completed', at: scheduler.now() });
    },
    isIdle: () =>
      requests.size === 0 && machine.state().asks.size === 0 && machine.state().list.dueAt === Infinity,
    stop: () => {
      isStopped = true;
      timer.unsubscribe();
      for (const running of requests.values()) running.unsubscribe();
      requests.clear();
    },
  };
}

const shown = (value: unknown): string => (value === null ? 'null' : typeof value);
