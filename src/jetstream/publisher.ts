import { checkStream } from './checkStream.ts';
import { entryMaker, type Part } from './entry.ts';
import { Lane } from './lane.ts';
import { Publishing, type PublishingOptions } from './publishing.ts';
import type { ChatNotification } from '../model/index.ts';
import { splitLog } from './splitLog.ts';
import { filterSubject } from './subjects.ts';

/** The largest number of chats that are remembered while nothing of them waits. */
const maxIdle = 10_000;

export interface Publisher {
  readonly take: (notification: ChatNotification) => void;
  /** Nothing is taken any more. `onDone` is called when everything is published. */
  readonly finish: (onDone: () => void) => void;
  readonly stop: () => void;
}

export interface PublisherOptions extends Omit<PublishingOptions, 'ready'> {
  /** The check of the stream, if it was done before. */
  readonly ready?: PublishingOptions['ready'];
}

/** Publishes notifications: those of one chat in order, many chats in parallel. */
export function startPublisher(options: PublisherOptions): Publisher {
  const { js, settings } = options;
  const { stream, subject, tenant, agent, buffer, onReport } = settings;
  const warn = (message: string): void => {
    onReport({ kind: 'limit', message });
  };
  const ready = options.ready ?? checkStream(js, stream, filterSubject(subject, { tenant, agent }), warn);
  const publishing = new Publishing({ ...options, ready });
  ready.catch((error: unknown) => {
    publishing.fail(error);
  });
  const entriesOf = entryMaker(settings);
  const partsOf = (notification: ChatNotification): readonly Part[] => {
    const since = performance.now();
    return splitLog(notification).map((part) => ({ notification: part, since }));
  };
  /** By chat; the least recently used first. */
  const lanes = new Map<string | undefined, Lane>();
  let waiting = 0;
  let onDone: (() => void) | undefined;

  const onIdle = (): void => {
    if (onDone !== undefined && [...lanes.values()].every(({ isIdle }) => isIdle)) onDone();
  };

  function laneOf(chatId: string | undefined): Lane {
    const known = lanes.get(chatId);
    lanes.delete(chatId);
    const onTaken = (): void => {
      waiting -= 1;
    };
    const lane =
      known ?? new Lane({ publishing, chatId, entryOf: entriesOf(chatId), partsOf, onTaken, onIdle });
    lanes.set(chatId, lane);
    if (lanes.size > maxIdle) evict();
    return lane;
  }

  function evict(): void {
    for (const [chatId, lane] of lanes) {
      if (lanes.size <= maxIdle) return;
      if (lane.isIdle) lanes.delete(chatId);
    }
  }

  return {
    take(notification) {
      if (publishing.isStopped) return;
      const { chatId } = notification;
      const lane = laneOf(chatId);
      for (const part of partsOf(notification)) {
        if (waiting < buffer) {
          waiting += 1;
          lane.add(part);
        } else if (lane.miss(part))
          onReport({
            kind: 'overflow',
            message: `chat ${chatId ?? '(none)'}: the buffer is full with ${buffer} notifications.`,
            ...(chatId !== undefined && { chatId }),
          });
      }
    },
    finish(done) {
      onDone = done;
      onIdle();
    },
    stop: () => {
      publishing.stop();
    },
  };
}
