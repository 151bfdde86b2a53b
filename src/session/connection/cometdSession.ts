import type { SchedulerLike } from 'rxjs';
import { adviceGuard, type BayeuxMessage } from '../../channel/index.ts';
import { stopClient } from '../../transport/cometd.ts';
import type { Clean } from '../../transport/replyError.ts';
import type { CometDClient, TransportFailure } from '../../transport/transport.ts';
import { networkDelay } from '../networkDelay.ts';
import { leaveClient } from './leaveClient.ts';
import { openRequests, type OpenRequests } from './openRequests.ts';

/** What a session reports: events of the machine but for the instant and the number of the session. */
export type SessionReport =
  | { readonly type: 'handshake' | 'connect' | 'disconnect'; readonly reply: BayeuxMessage }
  /** A part of a reply has arrived. */
  | { readonly type: 'progress' }
  | { readonly type: 'subscribe'; readonly reply: BayeuxMessage; readonly isOutdated: boolean }
  | {
      readonly type: 'failed';
      readonly reply: BayeuxMessage;
      readonly transport: string | undefined;
      readonly canPollAgain: boolean;
      readonly isOutdated: boolean;
    };

export interface CometDSessionOptions {
  readonly url: string;
  readonly channel: string;
  readonly scheduler: SchedulerLike;
  /** The generation of the credentials that a request carries now. */
  readonly generation: () => number;
  /** Takes the secrets out of what the server says. */
  readonly clean: Clean;
  readonly report: (report: SessionReport) => void;
  readonly onMessage: (message: BayeuxMessage) => void;
}

/** Progress is reported so often at most, in milliseconds. */
const progressInterval = 1_000;

/** One Bayeux session of a client of its own. It handshakes once; the machine decides what follows each failure. */
export class CometDSession {
  readonly #client: CometDClient;
  readonly #options: CometDSessionOptions;
  readonly #requests: OpenRequests;
  readonly #removals: (() => void)[] = [];
  #isPolling = false;
  /** Whether it is over: what still comes of it is no news. */
  #isOver = false;
  /** The interval of the advice that CometD acts on; it waits for it before each poll. */
  #interval = 0;
  #sendPoll = (): void => undefined;
  /** When a part of a reply has arrived last. */
  #progressAt = -Infinity;

  constructor(client: CometDClient, options: CometDSessionOptions) {
    this.#client = client;
    this.#options = options;
    this.#requests = openRequests(options.generation, options.clean);
  }

  /** Handshakes, and subscribes when that has succeeded. */
  start(): void {
    const client = this.#client;
    const { url, scheduler } = this.#options;
    client.configure({ url, logLevel: 'warn', maxNetworkDelay: networkDelay, connectTimeout: networkDelay });
    client.addTransportListener?.('timeout', () => this.#progressAt + networkDelay - scheduler.now());
    client.registerExtension('requests', this.#requests.extension);
    client.registerExtension('adviceGuard', adviceGuard({ scheduler }));
    client.registerExtension('fastPath', this.#fastPath());
    client.onTransportFailure = (message, failure, decide) => {
      this.#onFailure(message, failure, decide);
    };
    this.#listen();
    client.handshake();
  }

  /** A part of a reply has arrived: a slow line is not silent. */
  progressed(): void {
    const now = this.#options.scheduler.now();
    const pause = now - this.#progressAt;
    if (this.#isOver || pause < progressInterval) return;
    this.#progressAt = now;
    // The first part of a reply may be all of it.
    if (pause < networkDelay) this.#options.report({ type: 'progress' });
  }

  /** Sends the next `/meta/connect` now, after one that has failed. */
  poll(): void {
    this.#sendPoll();
  }

  /** Tells the server; resolves when it has answered, or does not. */
  leave(): Promise<void> {
    this.#isOver = true;
    for (const remove of this.#removals) remove();
    return leaveClient(this.#client, this.#options.scheduler);
  }

  /** Leaves neither request nor timer. */
  stop(): void {
    this.#isOver = true;
    stopClient(this.#client);
  }

  /** Takes messages before the client looks for listeners, which would cost more than all the rest that it does about one. */
  #fastPath(): object {
    return {
      incoming: (message: BayeuxMessage): BayeuxMessage | null => {
        if (message.advice != null) this.#interval = message.advice.interval ?? 0;
        if (message.channel.startsWith('/meta/')) return message;
        // CometD would show on the console what lacks its data.
        const whole = isDataMissing(message) ? { ...message, data: null } : message;
        // Until the first poll, the client counts the messages that came with the handshake.
        if (!this.#isPolling || message.channel !== this.#options.channel) return whole;
        this.#deliver(whole);
        return null;
      },
    };
  }

  #deliver(message: BayeuxMessage): void {
    if (!this.#isOver) this.#options.onMessage(message);
  }

  #onFailure(
    message: BayeuxMessage,
    failure: TransportFailure,
    decide: (decision: TransportFailure) => void,
  ): void {
    const canPollAgain = message.channel === '/meta/connect' && failure.action === 'retry';
    const transport = this.#client.getTransport()?.type;
    if (this.#isOver || !canPollAgain) {
      const wasOver = this.#isOver;
      this.#isOver = true;
      decide({ ...failure, action: 'none' });
      if (wasOver) return;
    }
    this.#sendPoll = () => {
      // CometD adds the interval that was waited for already.
      if (!this.#isOver) decide({ ...failure, delay: -this.#interval });
    };
    this.#options.report({ type: 'failed', transport, canPollAgain, ...this.#requests.answered(message) });
  }

  #listen(): void {
    const { channel, report } = this.#options;
    const answered = this.#requests.answered;
    this.#on('/meta/handshake', (reply) => {
      if (reply.successful !== true) return; // `onTransportFailure` follows
      this.#client.subscribe(
        channel,
        (message) => {
          this.#deliver(message);
        },
        () => undefined,
      );
      report({ type: 'handshake', reply: answered(reply).reply });
    });
    this.#on('/meta/connect', (reply) => {
      if (reply.successful !== true) return;
      this.#isPolling = true;
      report({ type: 'connect', reply: answered(reply).reply });
    });
    this.#on('/meta/subscribe', (reply) => {
      report({ type: 'subscribe', ...answered(reply) });
    });
    this.#on('/meta/disconnect', (reply) => {
      report({ type: 'disconnect', reply: answered(reply).reply });
    });
  }

  #on(meta: string, listener: (reply: BayeuxMessage) => void): void {
    const handle = this.#client.addListener(meta, (reply) => {
      if (!this.#isOver) listener(reply);
    });
    this.#removals.push(() => {
      this.#client.removeListener(handle);
    });
  }
}

/** Whether it is neither a reply nor has the data that a message is for. */
const isDataMissing = ({ data, successful }: BayeuxMessage): boolean =>
  data === undefined && successful === undefined;
