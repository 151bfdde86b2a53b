import { createHash } from 'node:crypto';
import type { BroadcastChannelLike, LockManagerLike, PageEvent, TabBrowser } from '../../src/tabs/types.ts';

interface Held {
  readonly name: string;
  readonly clientId: string;
  readonly lose: (error: Error) => void;
}

interface Wanted {
  readonly name: string;
  readonly start: () => void;
}

/** A browser as its tabs see it: locks and channels that they share. All messages that were sent are recorded. */
export class FakeBrowser {
  readonly posted: unknown[] = [];
  held: readonly Held[] = [];
  #wanted: readonly Wanted[] = [];
  readonly #channels: Set<FakeChannel>;
  #tabCount = 0;

  constructor() {
    this.#channels = new Set();
  }

  /** A page, whose visibility and life the test decides. */
  openTab(isVisible = true): FakeTab {
    return new FakeTab(this, `tab${(this.#tabCount += 1)}`, isVisible);
  }

  /** What any page of the origin can do. */
  post(name: string, message: unknown, from?: FakeChannel): void {
    this.posted.push(message);
    for (const channel of this.#channels) {
      if (channel === from || channel.name !== name) continue;
      const data: unknown = structuredClone(message);
      channel.deliver(data);
    }
  }

  open(name: string, tab: FakeTab): FakeChannel {
    const channel = new FakeChannel(this, name, tab);
    this.#channels.add(channel);
    return channel;
  }

  closeChannel(channel: FakeChannel): void {
    this.#channels.delete(channel);
  }

  get channelNames(): readonly string[] {
    return [...new Set([...this.#channels].map(({ name }) => name))];
  }

  locksOf(clientId: string): LockManagerLike {
    return {
      request: (name, { steal, signal }, callback) =>
        new Promise((resolve, reject) => {
          const start = (): void => {
            const lock: Held = { name, clientId, lose: reject };
            this.held = [...this.held, lock];
            void callback().finally(() => {
              this.#release(lock);
              resolve(undefined);
            });
          };
          const wanted = { name, start };
          signal?.addEventListener('abort', () => {
            if (!this.#wanted.includes(wanted)) return;
            this.#wanted = this.#wanted.filter((other) => other !== wanted);
            reject(new DOMException('withdrawn', 'AbortError'));
          });
          if (steal === true) this.steal(name);
          queueMicrotask(() => {
            if (this.held.some((lock) => lock.name === name)) this.#wanted = [...this.#wanted, wanted];
            else if (signal?.aborted !== true) start();
          });
        }),
      query: () =>
        Promise.resolve({
          held: this.held.map(({ name, clientId: client }) => ({ name, clientId: client })),
        }),
    };
  }

  /** What any page of the origin can do. */
  steal(name: string): void {
    const stolen = this.held.filter((lock) => lock.name === name);
    this.held = this.held.filter((lock) => lock.name !== name);
    for (const { lose } of stolen) lose(new DOMException('stolen', 'AbortError'));
  }

  /** A crash frees the locks of a page. */
  crash(clientId: string): void {
    for (const lock of this.held.filter((own) => own.clientId === clientId)) this.#release(lock);
  }

  #release(lock: Held): void {
    this.held = this.held.filter((other) => other !== lock);
    const next = this.#wanted.find(({ name }) => name === lock.name);
    if (next === undefined || this.held.some(({ name }) => name === lock.name)) return;
    this.#wanted = this.#wanted.filter((other) => other !== next);
    next.start();
  }
}

class FakeChannel implements BroadcastChannelLike {
  readonly name: string;
  onmessage: BroadcastChannelLike['onmessage'] = null;
  onmessageerror: BroadcastChannelLike['onmessageerror'] = null;
  readonly #browser: FakeBrowser;
  readonly #tab: FakeTab;
  #isClosed = false;

  constructor(browser: FakeBrowser, name: string, tab: FakeTab) {
    this.#browser = browser;
    this.name = name;
    this.#tab = tab;
  }

  postMessage(message: unknown): void {
    structuredClone(message);
    if (!this.#tab.isDead) this.#browser.post(this.name, message, this);
  }

  deliver(data: unknown): void {
    setTimeout(() => {
      if (!this.#isClosed && !this.#tab.isDead) this.onmessage?.({ data });
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#browser.closeChannel(this);
  }
}

/** One page of a {@link FakeBrowser}. */
export class FakeTab implements TabBrowser {
  readonly locks: LockManagerLike;
  readonly id: string;
  readonly #browser: FakeBrowser;
  readonly #listeners: Set<(type: PageEvent) => void>;
  #isVisible: boolean;
  /** It neither sends nor receives, as if it were frozen; its session goes on. */
  isDead = false;

  constructor(browser: FakeBrowser, id: string, isVisible: boolean) {
    this.#browser = browser;
    this.id = id;
    this.locks = browser.locksOf(id);
    this.#isVisible = isVisible;
    this.#listeners = new Set();
  }

  readonly openChannel = (name: string): BroadcastChannelLike => this.#browser.open(name, this);
  readonly isVisible = (): boolean => this.#isVisible;
  readonly newId = (): string => this.id;
  readonly now = (): number => performance.now();
  readonly digest = (text: string): Promise<string> =>
    Promise.resolve(createHash('sha256').update(text).digest('hex'));

  readonly onPageEvent = (listener: (type: PageEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  show(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.fire('visibility');
  }

  fire(type: PageEvent): void {
    for (const listener of this.#listeners) listener(type);
  }

  crash(): void {
    this.isDead = true;
    this.#browser.crash(this.id);
  }
}
