import { combineLatest, type Observable, scan, throttleTime } from 'rxjs';
import type { Desk } from '../model/desk.ts';
import { type DeskFilter, heldOrder, orderOf } from '../model/deskOrder.ts';

const PERIOD = 500;

/** In which order the chats stand. While somebody is about to choose one, none moves. */
export const deskOrder = (
  desk$: Observable<Desk>,
  filter$: Observable<DeskFilter>,
  isHeld$: Observable<boolean>,
): Observable<readonly string[]> =>
  combineLatest([
    desk$.pipe(throttleTime(PERIOD, undefined, { leading: true, trailing: true })),
    filter$,
    isHeld$,
  ]).pipe(
    scan<readonly [Desk, DeskFilter, boolean], readonly string[]>((before, [desk, filter, isHeld]) => {
      const order = orderOf(desk, filter);
      return isHeld ? heldOrder(before, order) : order;
    }, []),
  );
