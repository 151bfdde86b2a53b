import type { NgZone } from '@angular/core';
import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { observeInZone } from 'rx-chat-notifications';

/**
 * Subscribes outside Angular's zone and emits inside it. Goes last in a pipe.
 *
 * Outside, because a session polls for ever, and operators keep what they know of an ended chat for a minute: in the
 * zone each poll would be a change detection without any news, and the app would not be stable before the minute is
 * over. Inside, because CometD's callbacks stay in the zone of the handshake: a subscriber that sets a field, navigates
 * or starts a timer would do so where Angular does not look. (A signal may be set in any zone.)
 *
 * Without zone.js both are nothing but a call of the function.
 */
export const acrossZone =
  <T>(zone: NgZone): MonoTypeOperatorFunction<T> =>
  (source) =>
    new Observable((subscriber) =>
      zone.runOutsideAngular(() => source.pipe(observeInZone(zone)).subscribe(subscriber)),
    );
