import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Random } from './random.ts';

/** The way between the server and its clients. It outlives a restart of the server. */
export interface NetworkFaults {
  readonly connected: (socket: Socket) => void;
  /** Whether a request gets through to the server. */
  readonly passes: (request: IncomingMessage) => boolean;
  /** Brings an answer to its client, if it can and when it can. */
  readonly send: (request: IncomingMessage, response: ServerResponse, answer: Answer) => void;
  /** Destroys all open connections. */
  readonly drop: () => void;
  /** Lets nothing through for so long. */
  readonly blackhole: (ms: number) => Promise<void>;
  readonly delay: (ms: number, jitter: number) => void;
  readonly fired: () => {
    readonly dropConnections: number;
    readonly blackhole: number;
    readonly delay: number;
  };
  /** Ends what is under way. */
  readonly end: () => void;
}

export function networkFaults(random: Random): NetworkFaults {
  const fired = { dropConnections: 0, blackhole: 0, delay: 0 };
  const sockets = new Set<Socket>();
  const unanswered = new Set<Socket>();
  const late = new Set<() => void>();
  const ending = new AbortController();
  let silences = 0;
  let latency = { ms: 0, jitter: 0 };

  function passes({ socket }: IncomingMessage): boolean {
    if (silences === 0) return true;
    if (unanswered.size === 0) fired.blackhole += 1;
    unanswered.add(socket);
    return false;
  }

  function write(request: IncomingMessage, response: ServerResponse, answer: Answer): boolean {
    const arrives = passes(request);
    if (arrives) response.writeHead(answer.status, answer.headers).end(answer.body);
    return arrives;
  }

  function writeLate(request: IncomingMessage, response: ServerResponse, answer: Answer, ms: number): void {
    const arrive = (): void => {
      clearTimeout(timer);
      late.delete(arrive);
      if (write(request, response, answer)) fired.delay += 1;
    };
    const timer = setTimeout(arrive, ms);
    late.add(arrive);
    response.once('close', () => {
      clearTimeout(timer);
      late.delete(arrive);
    });
  }

  return {
    connected(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    passes,
    send(request, response, answer) {
      const ms = latency.ms + random.between(0, latency.jitter);
      if (ms > 0) writeLate(request, response, answer, ms);
      else write(request, response, answer);
    },
    drop() {
      if (sockets.size > 0) fired.dropConnections += 1;
      for (const socket of sockets) socket.destroy();
    },
    async blackhole(ms) {
      silences += 1;
      await sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined);
      silences -= 1;
      if (silences > 0) return;
      for (const socket of unanswered) socket.destroy();
      unanswered.clear();
    },
    delay(ms, jitter) {
      latency = { ms, jitter };
      if (ms === 0) for (const arrive of late) arrive();
    },
    fired: () => ({ ...fired }),
    end() {
      ending.abort();
    },
  };
}
