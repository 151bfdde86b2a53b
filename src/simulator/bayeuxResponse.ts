import { EventEmitter } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';

/**
 * As much of a response as CometD's server uses. For that server the answer is under way when it has ended it,
 * as it is with a real one: whether it arrives is a matter of the network.
 */
export class BayeuxResponse extends EventEmitter {
  statusCode = 200;
  readonly socket: Socket;
  readonly #headers: OutgoingHttpHeaders = {};
  readonly #answer: (answer: Answer) => void;

  constructor(socket: Socket, answer: (answer: Answer) => void) {
    super();
    this.socket = socket;
    this.#answer = answer;
  }

  setHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  end(body = ''): void {
    this.#answer({ status: this.statusCode, headers: this.#headers, body });
    process.nextTick(() => this.emit('finish'));
  }
}
