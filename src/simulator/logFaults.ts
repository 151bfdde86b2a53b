/** What is published of one chat's message log at a time. */
export interface LogNotification {
  readonly chatId: string;
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

/** `heard` tells whether anybody would hear what is published now: a fault that nobody hears would not be one. */
export function logFaults(publish: (data: object) => void, heard: () => boolean): LogFaults {
  const armed = { duplicate: 0, reorder: 0 };
  const fired = { duplicate: 0, reorder: 0 };
  const heldBack = new Map<string, object>();

  function deliver(data: object): void {
    publish(data);
    if (armed.duplicate === 0) return;
    armed.duplicate -= 1;
    fired.duplicate += 1;
    publish(data);
  }

  return {
    duplicate: (times) => {
      armed.duplicate += times;
    },
    reorder: (times) => {
      armed.reorder += times;
    },
    fired: () => ({ ...fired }),
    send({ chatId, data }) {
      if (!heard()) return;
      const late = heldBack.get(chatId);
      if (late !== undefined) {
        heldBack.delete(chatId);
        deliver(data);
        deliver(late);
        fired.reorder += 1;
      } else if (armed.reorder > 0) {
        armed.reorder -= 1;
        heldBack.set(chatId, data);
      } else {
        deliver(data);
      }
    },
    flush(chatId) {
      const chatIds = chatId === undefined ? [...heldBack.keys()] : [chatId];
      for (const id of chatIds) {
        const data = heldBack.get(id);
        if (data === undefined) continue;
        heldBack.delete(id);
        armed.reorder += 1;
        deliver(data);
      }
    },
  };
}
