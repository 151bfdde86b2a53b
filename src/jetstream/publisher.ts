import { checkStream } from './checkStream.ts';
import { type Entry, entryMaker } from './entry.ts';
import { partsOf } from './failure.ts';
import { Lane } from './lane.ts';
import { Publishing, type PublishingOptions } from './publishing.ts';
import type { ChatNotification } from '../model/index.ts';
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
  /** By chat; the least recently used first. */
  const lanes = new Map<string | undefined, Lane>();
  let waiting = 0;
  let onDone: (() => void) | undefined;

  const onIdle = (): void => {
    if (onDone !== undefined && [...lanes.values()].every(({ isIdle }) => isIdle)) onDone();
  };

  /** A notification that cannot be written, which no decoder makes, is reported. */
  function entries(notification: ChatNotification): readonly Entry[] {
    try {
      return entriesOf(notification);
    } catch (error) {
      const { chatId } = notification;
      const message = `chat ${chatId ?? '(none)'}: a notification cannot be written: ${partsOf(error).message}`;
      onReport({ kind: 'refused', message, ...(chatId !== undefined && { chatId }) });
      return [];
    }
  }

  function laneOf(chatId: string | undefined): Lane {
    const known = lanes.get(chatId);
    lanes.delete(chatId);
    const onTaken = (): void => {
      waiting -= 1;
    };
    const lane = known ?? new Lane({ publishing, chatId, entriesOf, onTaken, onIdle });
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
      for (const entry of entries(notification)) {
        if (waiting < buffer) {
          waiting += 1;
          lane.add(entry);
        } else if (lane.miss(entry))
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
