import type { Message } from './protocol.ts';
import type { Happening } from './tab.ts';
import { type TabChannel, tabChannel } from './tabChannel.ts';
import { type TabLock, tabLock } from './tabLock.ts';
import type { TabBrowser } from './types.ts';

export interface TabGroupOptions {
  readonly browser: TabBrowser;
  readonly name: string;
  /** The id of the tab. */
  readonly id: string;
  readonly dispatch: (event: Happening) => void;
  /** This tab cannot share after all. */
  readonly onAlone: (reason: string) => void;
  readonly onOdd: (what: string) => void;
}

/** The channel and the lock of the tabs that share a connection, while a tab is one of them. */
export class TabGroup {
  readonly lock: TabLock;
  readonly #channel: TabChannel;
  readonly #dispatch: (event: Happening) => void;

  /** @throws what the browser throws if it opens no channel. */
  constructor({ browser, name, id, dispatch, onAlone, onOdd }: TabGroupOptions) {
    this.#dispatch = dispatch;
    this.#channel = tabChannel({
      open: browser.openChannel,
      name,
      id,
      onMessage: (message) => {
        dispatch({ type: 'message', message });
      },
      onNewer: () => {
        onAlone('another tab has a newer version of rx-chat-notifications; reload this one');
      },
      onOdd,
    });
    this.lock = tabLock({
      locks: browser.locks,
      name,
      id,
      onGranted: () => {
        dispatch({ type: 'lockGranted' });
      },
      onLost: () => {
        dispatch({ type: 'lockLost' });
      },
      onRefused: (error) => {
        onAlone(`the browser grants no Web Locks here: ${String(error)}`);
      },
    });
  }

  post(message: Message): void {
    this.#channel.post(message);
  }

  checkLock(check: number): void {
    const answer = (isHeld: boolean): void => {
      this.#dispatch({ type: 'lockChecked', check, isHeld });
    };
    this.lock.isHeld().then(answer, () => {
      answer(false);
    });
  }

  close(): void {
    this.#channel.close();
  }
}
