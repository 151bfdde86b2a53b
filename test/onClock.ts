import { asyncScheduler, map, type MonoTypeOperatorFunction } from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';

/** Gives each notification the time of the virtual clock as its `receivedAt`, as a live stream has it. */
export const onClock = <N extends ChatNotification>(): MonoTypeOperatorFunction<N> =>
  map((notification) => ({ ...notification, receivedAt: asyncScheduler.now() }));
