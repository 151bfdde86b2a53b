/** As much of faye as the tests use: it brings no types, and no public call forgets a session or asks who is connected. */
declare module 'faye' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { Duplex } from 'node:stream';

  export interface Message {
    readonly channel: string;
    readonly clientId?: string;
    readonly data?: unknown;
    subscription?: string | readonly string[];
    error?: string;
  }
  type Step = (message: Message, request: IncomingMessage | null, go: (message: Message) => void) => void;

  interface Memory {
    readonly _namespace: { release(clientId: string): void };
    readonly _clients: ReadonlyMap<string, Iterable<string>>;
    readonly _messages: ReadonlyMap<string, readonly object[]>;
    unsubscribe(clientId: string, channel: string): void;
    removeTimeout(clientId: string): void;
  }
  interface Engine {
    readonly _engine: Memory;
    readonly _connections: ReadonlyMap<string, { readonly _inbox: readonly object[] }>;
    publish(message: { readonly channel: string; readonly data: unknown }): void;
    destroyClient(clientId: string): void;
    trigger(event: 'disconnect', clientId: string): void;
  }

  export class NodeAdapter {
    constructor(options: { readonly mount: string; readonly timeout: number });
    readonly _server: { readonly _engine: Engine };
    addExtension(extension: { readonly incoming?: Step; readonly outgoing?: Step }): void;
    on(event: 'handshake' | 'disconnect', listener: (clientId: string) => void): void;
    on(event: 'subscribe' | 'unsubscribe', listener: (clientId: string, channel: string) => void): void;
    handle(request: IncomingMessage, response: ServerResponse): void;
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
    close(): void;
  }

  const faye: { readonly NodeAdapter: typeof NodeAdapter };
  export default faye;
}
