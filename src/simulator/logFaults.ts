import { damaged } from './damaged.ts';
import type { MessageLogData } from './dialect.ts';
import type { Random } from './random.ts';
import type { FiredFaults } from './simulatorFaults.ts';

/** What is published of one chat's message log at a time. */
export interface LogNotification {
  readonly chatId: string;
  /** Whose chat it is. */
  readonly agent: string;
  readonly data: MessageLogData;
}

/** The faults of message logs. */
type Kind = 'duplicate' | 'reorder' | 'loseMessages' | 'malformed';

/** Lets message logs through, some of them twice, late, damaged or not at all. */
export interface LogFaults {
  /** Arms a fault so many times. */
  readonly arm: (kind: Kind, times: number) => void;
  readonly fired: () => Pick<FiredFaults, Kind>;
  readonly send: (notification: LogNotification) => void;
  /** Publishes what is held back, of one chat or of all; the reorderings that this prevents stay armed. */
  readonly flush: (chatId?: string) => void;
}

/** What these faults need. */
export interface LogOutlet {
  readonly publish: (agent: string, data: object) => void;
  /** Whether a subscriber would receive what is pushed to an agent now: otherwise a fault would have no effect. */
  readonly heard: (agent: string) => boolean;
  /** Decides how a log is damaged. */
  readonly random: Random;
}

export function logFaults({ publish, heard, random }: LogOutlet): LogFaults {
  const armed: Record<Kind, number> = { duplicate: 0, reorder: 0, loseMessages: 0, malformed: 0 };
  const fired: Record<Kind, number> = { duplicate: 0, reorder: 0, loseMessages: 0, malformed: 0 };
  const heldBack = new Map<string, LogNotification>();

  function strikes(kind: Kind): boolean {
    if (armed[kind] === 0) return false;
    armed[kind] -= 1;
    fired[kind] += 1;
    return true;
  }

  function deliver({ agent, data }: LogNotification): void {
    const sent = strikes('malformed') ? damaged(data, random) : data;
    publish(agent, sent);
    if (strikes('duplicate')) publish(agent, sent);
  }

  return {
    arm(kind, times) {
      armed[kind] += times;
    },
    fired: () => ({ ...fired }),
    send(notification) {
      const { chatId, agent } = notification;
      if (!heard(agent) || strikes('loseMessages')) return;
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
        if (heard(late.agent)) deliver(late);
      }
    },
  };
}
