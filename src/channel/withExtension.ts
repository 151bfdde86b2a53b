import type { BayeuxClient, BayeuxExtension } from './bayeuxClient.ts';

/** Registers an extension where the client takes any; gives what takes it away. */
export function withExtension(client: BayeuxClient, extension: BayeuxExtension): () => void {
  // A name of its own for each: this package may be loaded twice, as ES module and as CommonJS, beside one client.
  const name = `rx-chat-notifications-${Math.random()}`;
  client.registerExtension?.(name, extension);
  return () => {
    client.unregisterExtension?.(name);
  };
}
