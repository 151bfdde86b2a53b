import type { NodeAdapter } from 'faye';

/** The sessions of a faye server, with what no public call of faye's does. */
export interface FayeSessions {
  readonly ids: () => readonly string[];
  /** The channels and wildcards that a session has subscribed to. */
  readonly subscriptionsOf: (id: string) => readonly string[];
  /** Whether everything that was published for a session is on its way, and another poll is held or its WebSocket is open. */
  readonly isUpToDate: (id: string) => boolean;
  /** Forgets a session silently: a poll that is held stays held until its timeout. */
  readonly forget: (id: string) => void;
}

export function fayeSessions(adapter: NodeAdapter): FayeSessions {
  const known = new Set<string>();
  const engine = adapter._server._engine;
  const memory = engine._engine;
  const subscriptionsOf = (id: string): readonly string[] => [...(memory._clients.get(id) ?? [])];
  adapter.on('handshake', (id) => known.add(id));
  adapter.on('disconnect', (id) => known.delete(id));
  return {
    ids: () => [...known],
    subscriptionsOf,
    isUpToDate: (id) => engine._connections.get(id)?._inbox.length === 0 && !memory._messages.has(id),
    forget(id) {
      for (const channel of subscriptionsOf(id)) memory.unsubscribe(id, channel);
      memory.removeTimeout(id);
      memory._namespace.release(id);
      engine.trigger('disconnect', id);
    },
  };
}
