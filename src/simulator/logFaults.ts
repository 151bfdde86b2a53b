/** What is published of one chat's message log at a time. */
export interface LogNotification {
  readonly chatId: string;
  /** Whose chat it is. */
  readonly agent: string;
  readonly data: object;
}

/** Lets message logs through, some of them twice or late. */
export interface LogFaults {
  /** Arms so many duplications. */
  readonly duplicate: (times: number) => void;
  /** Arms so many reorderings. */
  readonly reorder: (times: number) => void;
  readonly fired: () => { readonly duplicate: number; readonly reorder: number };
  readonly send: (notification: LogNotification) => void;
  /** Publishes what is held back, of one chat or of all; the reorderings that this prevents stay armed. */
  readonly flush: (chatId?: string) => void;
}

/** `heard` tells whether anybody would hear what an agent is told now: a fault that nobody hears would not be one. */
export function logFaults(
  publish: (agent: string, data: object) => void,
  heard: (agent: string) => boolean,
): LogFaults {
  const armed = { duplicate: 0, reorder: 0 };
  const fired = { duplicate: 0, reorder: 0 };
  const heldBack = new Map<string, LogNotification>();

  function deliver({ agent, data }: LogNotification): void {
    publish(agent, data);
    if (armed.duplicate === 0) return;
    armed.duplicate -= 1;
    fired.duplicate += 1;
    publish(agent, data);
  }

  return {
    duplicate: (times) => {
      armed.duplicate += times;
    },
    reorder: (times) => {
      armed.reorder += times;
    },
    fired: () => ({ ...fired }),
    send(notification) {
      const { chatId, agent } = notification;
      if (!heard(agent)) return;
      const late = heldBack.get(chatId);
      if (late !== undefined) {
        heldBack.delete(chatId);
        deliver(notification);
        deliver(late);
        fired.reorder += 1;
      } else if (armed.reorder > 0) {
        armed.reorder -= 1;
        heldBack.set(chatId, notification);
      } else {
        deliver(notification);
      }
    },
    flush(chatId) {
      const chatIds = chatId === undefined ? [...heldBack.keys()] : [chatId];
      for (const id of chatIds) {
        const late = heldBack.get(id);
        if (late === undefined) continue;
        heldBack.delete(id);
        armed.reorder += 1;
        deliver(late);
      }
    },
  };
}
