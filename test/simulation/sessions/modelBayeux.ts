import type { BayeuxMessage } from '../../../src/channel/index.ts';
import type { Timeline } from '../world/timeline.ts';

interface BayeuxSession {
  readonly node: 0 | 1;
  readonly queue: object[];
  isSubscribed: boolean;
  /** Answers the poll that is held. */
  poll: (() => void) | undefined;
}

type Reply = BayeuxMessage & Readonly<Record<string, unknown>>;

/** How long a poll is held, in milliseconds. */
const hold = 10_000;

/** The CometD server: sessions, each known to one node, and held polls. */
export class ModelBayeux {
  readonly #timeline: Timeline;
  readonly #sessions = new Map<string, BayeuxSession>();
  #count = 0;
  /** What replies to polls advise. */
  interval: unknown = 0;
  /** Whether a node knows only its own sessions. */
  isSplit = false;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Forgets all sessions. Polls that are held are never answered. */
  forget(): void {
    this.#sessions.clear();
  }

  publish(channel: string, data: unknown): void {
    for (const session of this.#sessions.values()) {
      if (!session.isSubscribed) continue;
      session.queue.push({ channel, data });
      session.poll?.();
    }
  }

  /** Answers the messages of a request together. */
  answer(messages: readonly BayeuxMessage[], node: 0 | 1, done: (replies: readonly object[]) => void): void {
    const replies: object[] = [];
    let open = messages.length;
    for (const message of messages) {
      this.#serve(message, node, (...given) => {
        replies.push(...given);
        open -= 1;
        if (open === 0) done(replies);
      });
    }
  }

  #serve(message: BayeuxMessage, node: 0 | 1, done: (...replies: object[]) => void): void {
    const { channel, id, clientId = '', subscription } = message;
    const usual = { channel, successful: true, ...(id !== undefined && { id }) } as Reply;
    if (channel === '/meta/handshake') {
      const made = `session-${(this.#count += 1)}`;
      this.#sessions.set(made, { node, queue: [], isSubscribed: false, poll: undefined });
      done({ ...usual, clientId: made, version: '1.0', supportedConnectionTypes: ['long-polling'] });
      return;
    }
    const session = this.#sessions.get(clientId);
    if (session === undefined || (this.isSplit && session.node !== node)) {
      const advice = { reconnect: 'handshake', interval: 0 };
      done({ ...usual, successful: false, error: '402::Unknown client', advice });
      return;
    }
    if (channel === '/meta/connect') {
      this.#hold(message, session, usual, done);
      return;
    }
    if (channel === '/meta/subscribe') session.isSubscribed = true;
    if (channel === '/meta/disconnect') {
      this.#sessions.delete(clientId);
      session.poll?.();
    }
    done({ ...usual, subscription });
  }

  #hold(
    { clientId = '', advice }: BayeuxMessage,
    session: BayeuxSession,
    usual: Reply,
    done: (...replies: object[]) => void,
  ): void {
    session.poll?.(); // a second poll ends the first
    const finish = (): void => {
      timer.clear();
      session.poll = undefined;
      const isKnown = this.#sessions.has(clientId);
      const connectAdvice = {
        reconnect: isKnown ? 'retry' : 'handshake',
        interval: this.interval,
        timeout: hold,
      };
      const error = isKnown ? {} : { successful: false, error: '402::Unknown client' };
      done({ ...usual, ...error, advice: connectAdvice }, ...session.queue.splice(0));
    };
    const isAtOnce = session.queue.length > 0 || advice?.timeout === 0;
    const timer = this.#timeline.at(this.#timeline.now + (isAtOnce ? 0 : hold), finish);
    session.poll = finish;
  }
}
