import type { Message } from '../../../src/tabs/protocol.ts';
import { Agenda } from './agenda.ts';
import { Locks } from './locks.ts';
import { type Random, seeded } from './random.ts';
import { Server } from './server.ts';
import { SimulatedTab } from './simulatedTab.ts';

/** A browser with tabs, a server, and an adversary between them. */
export class World {
  readonly agenda: Agenda = new Agenda();
  readonly random: Random;
  readonly locks: Locks;
  readonly server: Server;
  readonly tabs: SimulatedTab[] = [];
  readonly runs: Map<string, number>;
  readonly violations: string[] = [];
  readonly events: string[] = [];
  /** How far the clocks were set: that of the day, and the steady one, which only goes forward. */
  #wallOffset = 0;
  #offset = 0;
  /** Whether the adversary is at work. */
  isCalm = false;
  #tabCount = 0;
  /** The last arrival, by sender and receiver, in a channel that keeps the order. */
  readonly #arrivals = new Map<string, number>();
  readonly #isLogging: boolean;

  constructor(seed: number, isLogging: boolean) {
    this.runs = new Map();
    this.random = seeded(seed);
    this.locks = new Locks(this.agenda, this.random);
    this.server = new Server(this.agenda, this.random, () => this.wallClock());
    this.#isLogging = isLogging;
  }

  clock(): number {
    return this.agenda.now + this.#offset;
  }

  wallClock(): number {
    return this.agenda.now + this.#wallOffset;
  }

  setClock(by: number): void {
    this.#wallOffset += by;
    if (by > 0 && this.random.chance(0.5)) this.#offset += by; // it slept
    this.note('clock', { type: `set by ${Math.round(by)}` });
  }

  openTab(): void {
    this.tabs.push(new SimulatedTab(`t${(this.#tabCount += 1)}`, this.random.chance(0.6), this));
  }

  get open(): readonly SimulatedTab[] {
    return this.tabs.filter(({ isOpen }) => isOpen);
  }

  post(from: SimulatedTab, message: Message): void {
    if (this.#isLogging) this.#log(`${from.id} posts ${JSON.stringify(message)}`);
    if (message.type === 'live') this.#checkLeader(from);
    for (const to of this.tabs) {
      if (to === from || !to.isOpen || (message.to !== undefined && message.to !== to.id)) continue;
      if (!this.isCalm && this.random.chance(0.02)) continue; // lost
      const [now, lane] = [this.agenda.now, `${from.id}>${to.id}`];
      const isDelayed = !this.isCalm && this.random.chance(0.05);
      const delay = isDelayed
        ? this.random.between(0, this.random.chance(0.1) ? 5_000 : 400)
        : this.random.between(0, 8);
      const arrival = isDelayed ? now + delay : Math.max(this.#arrivals.get(lane) ?? 0, now + delay);
      if (!isDelayed) this.#arrivals.set(lane, arrival);
      this.agenda.after(arrival - now, () => {
        to.receive(message);
      });
    }
  }

  ran(id: string): void {
    const count = (this.runs.get(id) ?? 0) + 1;
    this.runs.set(id, count);
    if (count > 1) this.violate(`${id} ran ${count} times`);
  }

  violate(what: string): void {
    this.violations.push(`${Math.round(this.agenda.now)} ms: ${what}`);
    this.#log(`VIOLATION ${what}`);
  }

  note(who: string, event: { readonly type: string }): void {
    if (this.#isLogging) this.#log(`${who} ${JSON.stringify(event)}`);
  }

  #log(line: string): void {
    if (this.#isLogging) this.events.push(`${this.agenda.now.toFixed(1)} ${line}`);
  }

  /** Only the holder of the lock emits, or one that lost it a moment ago and cannot know yet. */
  #checkLeader(tab: SimulatedTab): void {
    if (this.locks.holder === tab) return;
    if (!tab.isLossPending) this.violate(`${tab.id} emits without the lock`);
    else if (tab.lostFrozen) this.violate(`${tab.id} emits after a thaw, and has lost the lock`);
  }
}
