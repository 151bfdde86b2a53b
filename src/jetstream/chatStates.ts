import type { Entry } from './entry.ts';
import { judgeState, type StoredState, storedState } from './judgeState.ts';
import type { Publishing } from './publishing.ts';

/** How many of the states received last are compared with the stored one. */
const maxReceived = 32;

/** Publishes the states of one chat: those that differ from the stored one, and never behind it. */
export class ChatStates {
  readonly #publishing: Publishing;
  #stored: StoredState | undefined;
  #isOwn = false;
  #received: string[] = [];
  /** A state that may be older than the stored one, and waits for a newer one. */
  #waiting: Entry | undefined;
  readonly #again: (entry: Entry) => void;

  /** @param again - called with a state that has waited, to publish it in turn. */
  constructor(publishing: Publishing, again: (entry: Entry) => void) {
    this.#publishing = publishing;
    this.#again = again;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  async publish(entry: Entry): Promise<void> {
    this.#supersede();
    await this.#publish(entry, false);
  }

  /** Publishes a state that has waited, unless a newer one was received meanwhile. */
  async publishAgain(entry: Entry): Promise<void> {
    if (this.#waiting !== entry) return;
    this.#stored = undefined;
    await this.#publish(entry, true);
  }

  async #publish(entry: Entry, hasWaited: boolean): Promise<void> {
    this.#waiting = undefined;
    let isConflict = false;
    this.#stored ??= await this.#publishing.readState(entry.subject);
    for (;;) {
      const stored = this.#stored;
      const state = storedState(stored.sequence, entry.payload);
      const verdict = judgeState({
        state,
        stored,
        isOwn: this.#isOwn,
        received: this.#received,
        isConflict,
        hasWaited,
      });
      if (verdict === 'wait') {
        this.#wait(entry);
        return;
      }
      if (verdict !== 'publish') {
        this.#done(entry, state, verdict, verdict === 'duplicate' ? stored.sequence : undefined);
        return;
      }
      const ack = await this.#publishing.publish(entry, { expect: { lastSubjectSequence: stored.sequence } });
      if (ack === 'refused') return;
      if (ack !== 'wrong sequence') {
        this.#stored = { ...state, sequence: ack.seq };
        this.#isOwn = true;
        this.#done(entry, state, 'stored', ack.seq);
        return;
      }
      isConflict = true;
      this.#isOwn = false;
      this.#stored = await this.#publishing.readState(entry.subject);
    }
  }

  #done(
    entry: Entry,
    { content }: StoredState,
    outcome: 'stored' | 'duplicate' | 'superseded',
    sequence?: number,
  ): void {
    if (content !== undefined) this.#received = [content, ...this.#received].slice(0, maxReceived);
    this.#publishing.emit(entry, outcome, sequence);
  }

  #wait(entry: Entry): void {
    this.#waiting = entry;
    void this.#publishing.delay(this.#publishing.settings.settle).then(() => {
      if (this.#waiting === entry) this.#again(entry);
    });
  }

  /** A newer state was received: the waiting one is not the current one any more. */
  #supersede(): void {
    const entry = this.#waiting;
    if (entry !== undefined) this.#done(entry, storedState(0, entry.payload), 'superseded');
  }
}
