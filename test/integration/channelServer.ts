import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export type Command =
  | { readonly type: 'publish'; readonly channel: string; readonly data: unknown }
  | { readonly type: 'deny'; readonly channel: string }
  | { readonly type: 'denyHandshake' | 'kick' | 'expire' };

export type Report =
  | { readonly type: 'subscribed' | 'unsubscribed'; readonly channel: string }
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'done' };

/** A Bayeux server that can be killed and started again on its port. */
export interface ChannelServer {
  readonly url: string;
  /** What it has reported until now, such as `subscribed /v2/me/chats`. */
  readonly reports: readonly string[];
  start(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Resolves when the server has done it. */
  sendCommand(command: Command): Promise<void>;
}

/** The Bayeux part of a server in a process of its own. */
export interface SteeredBayeux {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly obey: (command: Command) => void;
}

export type SteerBayeux = (report: (report: Report) => void) => SteeredBayeux;
