import type { SchedulerLike } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import { runMachine, type RunningMachine } from '../session/machine.ts';
import type { EffectHandlers, TabEffect, TabEvent } from './tabEvents.ts';
import { step } from './tabMachine.ts';
import { initialTab, type TabRules, type TabState } from './tabState.ts';
import { TabStore } from './tabStore.ts';

type OwnEffect = 'deliver' | 'merge' | 'postSnapshot' | 'upToDate';

/** What a tab does outside itself: an effect of the machine each, and more. */
export interface TabPorts extends Omit<EffectHandlers, OwnEffect> {
  readonly scheduler: SchedulerLike;
  /** Of a clock that does not go back, where there is one. */
  readonly now: () => number;
  /** The leader says that a chat is over whose last messages are unknown here. Answered with `endChat` of the store. */
  readonly fetchRest: (chatId: string, from: number) => void;
  readonly onStatus: (status: ConnectionStatus) => void;
}

/** An event without its instant. */
export type Happening = TabEvent extends infer E ? (E extends TabEvent ? Omit<E, 'at'> : never) : never;

/** The machine and the store of a tab. */
export class Tab {
  readonly store: TabStore;
  readonly #now: () => number;
  readonly #machine: RunningMachine<TabState, TabEvent>;

  constructor(id: string, rules: TabRules, isVisible: boolean, ports: TabPorts) {
    this.#now = ports.now;
    const store = (this.store = new TabStore({
      scheduler: ports.scheduler,
      onStatus: ports.onStatus,
      fetchRest: ports.fetchRest,
      onDoubt: () => {
        this.dispatch({ type: 'resync' });
      },
    }));
    const handlers: EffectHandlers = {
      ...ports,
      postSnapshot: ({ to, term, reached }) => {
        const snapshot = store.snapshot();
        ports.post({ do: 'post', message: { type: 'snapshot', from: id, to, term, reached, snapshot } });
      },
      deliver: ({ item }) => {
        store.deliver(item);
      },
      merge: ({ snapshot, isAhead }) => {
        store.merge(snapshot, isAhead);
      },
      upToDate: () => {
        store.upToDate();
      },
    };
    const perform = <T extends TabEffect['do']>(effect: TabEffect<T>): void => {
      handlers[effect.do](effect);
    };
    this.#machine = runMachine<TabState, TabEvent, TabEffect>(
      initialTab(id, rules, ports.now(), isVisible),
      step,
      perform,
    );
  }

  get state(): TabState {
    return this.#machine.state();
  }

  dispatch(event: Happening): void {
    this.#machine.dispatch({ ...event, at: this.#now() });
  }
}
