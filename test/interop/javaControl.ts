import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';

/** What became of a session of a Java server, `of` its agent or a channel. */
export interface SessionEvent {
  readonly session: string;
  readonly event: 'added' | 'removed' | 'subscribed' | 'unsubscribed' | 'held' | 'answered';
  readonly of: string;
}

interface Done {
  readonly done: number;
  readonly port: number;
}

export interface JavaOptions {
  readonly port?: number;
  readonly channel: string;
  readonly ack: boolean;
  readonly timeout: number;
  readonly maxInterval: number;
  readonly sweepPeriod: number;
  readonly receivesAll: boolean;
  readonly mayPublish: boolean;
}

/** One Java server: it lives as long as this connection to the Java process. */
export class JavaControl {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (done: Done) => void>();
  #lastId = 0;
  #port = 0;

  private constructor(socket: Socket, onEvent: (event: SessionEvent) => void) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    createInterface(socket).on('line', (line) => {
      const received = JSON.parse(line) as Done | SessionEvent;
      if ('session' in received) onEvent(received);
      else {
        this.#waiting.get(received.done)?.(received);
        this.#waiting.delete(received.done);
      }
    });
  }

  static async open(options: JavaOptions, onEvent: (event: SessionEvent) => void): Promise<JavaControl> {
    const socket = connect({ port: inject('javaPort'), host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const control = new JavaControl(socket, onEvent);
    const gone = once(socket, 'close').then(() => {
      throw new Error('The Java server did not start: see what it printed');
    });
    const { port } = await Promise.race([control.order('open', { port: 0, ...options }), gone]);
    gone.catch(() => undefined);
    control.#port = port;
    return control;
  }

  /** Where the server listens. */
  get port(): number {
    return this.#port;
  }

  get isOpen(): boolean {
    return this.#socket.writable;
  }

  /** How many orders are not carried out yet. */
  get underWay(): number {
    return this.#waiting.size;
  }

  /** Resolves when it is carried out and all orders and events before it are known. */
  order(what: string, fields: object = {}): Promise<Done> {
    const id = (this.#lastId += 1);
    this.#socket.write(`${JSON.stringify({ do: what, id, ...fields })}\n`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Ends the server at once; resolves when its port is free. */
  async close(): Promise<void> {
    if (this.#socket.closed) return;
    const closed = once(this.#socket, 'close');
    this.#socket.end();
    await closed;
  }
}
