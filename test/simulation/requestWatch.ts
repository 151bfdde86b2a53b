import type { HistoryRequest } from '../../src/session/backfill/events.ts';
import { isDenial } from '../../src/session/backfill/messages.ts';
import { violated } from './violation.ts';
import type { Answer } from './world/modelRest.ts';
import type { Timeline } from './world/timeline.ts';

/** At most so many requests are under way. */
const width = 4;
/** In a second, at most so many answers about one chat bring no news: some prove what is missing, which lets the next one go at once. */
const idleAnswers = 8;

/**
 * Bounds the requests: at most four under way; after failures that concern the server, no request before half of the
 * backoff (the rest is jitter) or before `Retry-After`; no chat is requested in a hot loop.
 */
export class RequestWatch {
  readonly #timeline: Timeline;
  readonly #underWay = new Set<number>();
  readonly #idleAnswers = new Map<string, number[]>();
  #failures = 0;
  #notBefore = 0;
  count = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Waits that go by the local clock are no longer what they were. */
  clockWasSet(): void {
    this.#notBefore = 0;
    this.#idleAnswers.clear();
  }

  /** A new backfill begins: requests under way are dropped. */
  connected(): void {
    this.#underWay.clear();
    this.#failures = 0;
  }

  onRequest({ id, chatId = 'the list' }: HistoryRequest): void {
    const { now } = this.#timeline;
    this.count += 1;
    this.#underWay.add(id);
    if (this.#underWay.size > width) violated('requests', now, `${this.#underWay.size} are under way`);
    if (now < this.#notBefore - 1)
      violated('backoff', now, `${chatId} is requested before ${this.#notBefore}`);
  }

  onAnswer({ id, chatId = 'the list' }: HistoryRequest, answer: Answer, isNews: boolean): void {
    const { now } = this.#timeline;
    if (!this.#underWay.delete(id)) return;
    if (!('refusal' in answer)) this.#failures = 0;
    else if (!isDenial(answer.refusal) || chatId === 'the list') {
      this.#failures += 1;
      const backoff = Math.min(500 * 2 ** (this.#failures - 1), 30_000) / 2;
      this.#notBefore = Math.max(this.#notBefore, now + Math.max(backoff, answer.refusal.retryAfter ?? 0));
      if (this.#failures === 8) this.#failures = 0; // all is left to the next backfill
    }
    if (isNews) {
      this.#idleAnswers.delete(chatId);
      return;
    }
    const recent = (this.#idleAnswers.get(chatId) ?? []).filter((at) => at > now - 1_000);
    recent.push(now);
    this.#idleAnswers.set(chatId, recent);
    if (recent.length > idleAnswers)
      violated('hot loop', now, `${recent.length} useless answers about ${chatId}`);
  }
}
