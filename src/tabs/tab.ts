import type { SchedulerLike } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { runMachine } from '../session/machine.ts';
import type { Message, Outcome, Request } from './protocol.ts';
import { step } from './tabMachine.ts';
import { initialTab, type TabEffect, type TabEvent, type TabRules, type TabState } from './tabState.ts';
import { type TabStore, tabStore } from './tabStore.ts';

/** What a tab does outside itself. */
export interface TabPorts {
  readonly scheduler: SchedulerLike;
  readonly post: (message: Message) => void;
  readonly requestLock: (steal: boolean) => void;
  readonly releaseLock: () => void;
  /** Answered with `lockChecked`. */
  readonly checkLock: (check: number) => void;
  readonly startSession: (isTakeover: boolean) => void;
  readonly stopSession: () => void;
  readonly reconnect: () => void;
  /** Answered with `ran`. */
  readonly run: (id: string, request: Request) => void;
  readonly abort: (id: string) => void;
  readonly settle: (id: string, outcome: Outcome) => void;
  readonly lose: (id: string, wasSent: boolean) => void;
  readonly report: (what: 'options' | 'alone', detail: string) => void;
  /** The leader says that a chat is over whose last messages are unknown here. Answered with `endChat` of the store. */
  readonly fetchRest: (chatId: string, from: number) => void;
  readonly wakeAt: (at: number) => void;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly onRole: () => void;
}

/** An event without its instant. */
export type Happening = TabEvent extends infer E ? (E extends TabEvent ? Omit<E, 'at'> : never) : never;

/** The machine and the store of a tab. */
export interface Tab {
  readonly dispatch: (event: Happening) => void;
  readonly state: () => TabState;
  readonly store: TabStore;
}

export function runTab(
  id: string,
  rules: TabRules,
  isVisible: boolean,
  /** Of a clock that does not go back, where there is one. */
  now: () => number,
  ports: TabPorts,
): Tab {
  const store = tabStore({
    scheduler: ports.scheduler,
    onStatus: ports.onStatus,
    fetchRest: ports.fetchRest,
    onDoubt: () => {
      dispatch({ type: 'resync' });
    },
  });
  const machine = runMachine<TabState, TabEvent, TabEffect>(
    initialTab(id, rules, now(), isVisible),
    step,
    perform,
  );

  function dispatch(event: Happening): void {
    machine.dispatch({ ...event, at: now() });
  }

  function perform(effect: TabEffect): void {
    switch (effect.do) {
      case 'requestLock':
        ports.requestLock(effect.steal);
        return;
      case 'checkLock':
        ports.checkLock(effect.check);
        return;
      case 'post':
        ports.post(effect.message);
        return;
      case 'postSnapshot': {
        const { to, term, reached } = effect;
        ports.post({ type: 'snapshot', from: id, to, term, reached, snapshot: store.snapshot() });
        return;
      }
      case 'deliver':
        store.deliver(effect.item);
        return;
      case 'merge':
        store.merge(effect.snapshot, effect.isAhead);
        return;
      case 'startSession':
        ports.startSession(effect.isTakeover);
        return;
      case 'run':
        ports.run(effect.id, effect.request);
        return;
      case 'abort':
        ports.abort(effect.id);
        return;
      case 'settle':
        ports.settle(effect.id, effect.outcome);
        return;
      case 'lose':
        ports.lose(effect.id, effect.wasSent);
        return;
      case 'report':
        ports.report(effect.what, effect.detail);
        return;
      case 'wakeAt':
        ports.wakeAt(effect.at);
        return;
      case 'role':
        ports.onRole();
        return;
      case 'releaseLock':
        ports.releaseLock();
        return;
      case 'stopSession':
        ports.stopSession();
        return;
      case 'reconnect':
        ports.reconnect();
    }
  }

  return { dispatch, state: () => machine.state(), store };
}
