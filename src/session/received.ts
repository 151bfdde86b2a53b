import { filter, map, type OperatorFunction, pipe, type SchedulerLike, tap } from 'rxjs';
import type { BayeuxMessage } from '../channel/index.ts';
import { decodeNotification } from '../codec/index.ts';
import type { ChatNotification, DecodeFailure } from '../model/index.ts';

/** Decodes what a channel brings, keeps what is valid, and hands over the rest. */
export function received(
  scheduler: SchedulerLike,
  onFailure: (failure: DecodeFailure) => void,
): OperatorFunction<BayeuxMessage, ChatNotification> {
  return pipe(
    map((message) => {
      const result = decodeNotification(message, scheduler.now());
      if (result._tag === 'Left') onFailure(result.left);
      return result;
    }),
    filter((result) => result._tag === 'Right'),
    map(({ right }) => right),
    tap((notification) => {
      if (notification.kind === 'messages') notification.rejected?.forEach(onFailure);
    }),
  );
}
