import { type Chat, isFinal } from '../../src/model/index.ts';
import { violated } from './violation.ts';
import type { Answer } from './world/modelRest.ts';
import type { Timeline } from './world/timeline.ts';

/** Two looks are so far apart, in milliseconds; the clock of the machine may be off by a fraction of one. */
const apart = 5_000 - 1;

/** Follows what the server has answered, and checks that absence and refusals count only when they are seen twice. */
export class ListWatch {
  readonly #timeline: Timeline;
  readonly #shown = new Map<string, { readonly state: string; readonly revision: unknown }>();
  /** Since when each chat is lacked by all lists, while nothing was pushed of it. */
  readonly #lackedSince = new Map<string, number>();
  readonly #pushedAt = new Map<string, number>();
  /** The last state of each chat that was pushed. */
  readonly #pushedRevision = new Map<string, { readonly at: number; readonly revision: number }>();
  /** Since when the messages of each chat are refused. */
  readonly #deniedSince = new Map<string, number>();
  #clockSetAt = -Infinity;
  /** When the last list that was answered was requested. */
  sentAt: number = Number.NEGATIVE_INFINITY;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  onAnswer(answer: Answer, sentAt: number, ids: Iterable<string>): void {
    if (!('chats' in answer)) return;
    this.sentAt = sentAt;
    this.#shown.clear();
    for (const { id, state, userData } of answer.chats) {
      this.#shown.set(id, { state, revision: userData?.['revision'] });
      this.#lackedSince.delete(id);
    }
    for (const id of ids) {
      const isPushedSince = (this.#pushedAt.get(id) ?? -Infinity) > sentAt;
      if (!this.#shown.has(id) && !isPushedSince && !this.#lackedSince.has(id))
        this.#lackedSince.set(id, sentAt);
    }
  }

  onPushed(id: string, revision: number): void {
    this.#pushedAt.set(id, this.#timeline.now);
    this.#lackedSince.delete(id);
    if (revision >= 0) this.#pushedRevision.set(id, { at: this.#timeline.now, revision });
  }

  /** What was pushed after a list was requested precedes that list. */
  onSnapshot({ id, userData }: Chat): void {
    const pushed = this.#pushedRevision.get(id);
    const revision = Number(userData?.['revision']);
    if (pushed !== undefined && pushed.at > this.sentAt && revision < pushed.revision)
      violated('precedence', this.#timeline.now, `${id}: revision ${revision} after ${pushed.revision}`);
  }

  /** The messages of a chat were given, or refused with 403, 404 or 410. */
  onGiven(id: string): void {
    this.#deniedSince.delete(id);
  }

  onDenied(id: string): void {
    if (!this.#deniedSince.has(id)) this.#deniedSince.set(id, this.#timeline.now);
  }

  /** One refusal is not enough. */
  onUnavailable(id: string): void {
    const since = this.#deniedSince.get(id) ?? Infinity;
    if (this.#timeline.now - since >= apart || this.#clockSetAt > since) return;
    violated('denial', this.#timeline.now, `${id} is given up after a refusal of ${since}`);
  }

  clockWasSet(): void {
    this.#clockSetAt = this.#timeline.now;
  }

  /** What the last list says of a chat. */
  says(id: string): 'nothing' | 'open' | 'ended' {
    const shown = this.#shown.get(id);
    if (shown === undefined) return 'nothing';
    return isFinal(shown.state) ? 'ended' : 'open';
  }

  /** The revision of a chat that the last list shows; `-1` if it lacks the chat. */
  revision(id: string): number {
    return Number(this.#shown.get(id)?.revision ?? -1);
  }

  /** A chat ends only when two lists lack it that are five seconds apart. Where the clock was set between them, this cannot be checked. */
  onSyntheticEnd(id: string): void {
    const since = this.#lackedSince.get(id) ?? Infinity;
    if (this.sentAt - since >= apart || this.#clockSetAt > since) return;
    violated('end', this.#timeline.now, `${id} has ended by lists of ${since} and ${this.sentAt}`);
  }
}
