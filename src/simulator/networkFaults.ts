import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** The way between the server and one client. */
export interface Line {
  readonly socket: Socket;
  /** Whether what the client has sent gets through to the server. */
  readonly passes: () => boolean;
  /** Brings something to the client, if it can and when it can. */
  readonly send: (arrive: () => void) => void;
}

/** The way between the server and its clients. It outlives a restart of the server. */
export interface NetworkFaults {
  readonly connected: (socket: Socket) => void;
  readonly line: (socket: Socket) => Line;
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

  function passes(socket: Socket): boolean {
    if (silences === 0) return true;
    if (unanswered.size === 0) fired.blackhole += 1;
    unanswered.add(socket);
    return false;
  }

  function send(socket: Socket, arrive: () => void): void {
    const ms = latency.ms + random.between(0, latency.jitter);
    if (ms > 0) sendLate(socket, arrive, ms);
    else if (passes(socket)) arrive();
  }

  function sendLate(socket: Socket, arrive: () => void, ms: number): void {
    const forget = (): void => {
      clearTimeout(timer);
      late.delete(arriveLate);
      socket.off('close', forget);
    };
    const arriveLate = (): void => {
      forget();
      if (!passes(socket)) return;
      fired.delay += 1;
      arrive();
    };
    const timer = setTimeout(arriveLate, ms);
    late.add(arriveLate);
    socket.once('close', forget);
  }

  return {
    connected(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    line: (socket) => ({
      socket,
      passes: () => passes(socket),
      send: (arrive) => {
        send(socket, arrive);
      },
    }),
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
