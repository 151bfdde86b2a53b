import {
  defer,
  from,
  ignoreElements,
  lastValueFrom,
  merge,
  NEVER,
  type Observable,
  of,
  race,
  ReplaySubject,
  retry,
  share,
  Subject,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { createTransport } from '#transport';
import { chatDirectory } from '../../operators/chatDirectory.ts';
import { maskPersonalData } from '../../operators/internal/builtInRules.ts';
import { longestTimer } from '../../operators/internal/longestTimer.ts';
import type { DecodeFailure } from '../model/index.ts';
import { authentication } from './authentication.ts';
import { clientConnection } from './clientConnection.ts';
import { connection } from './connection.ts';
import { type CurrentChats, currentChats } from './currentChats.ts';
import { withCurrent } from './lateSubscribers.ts';
import { received } from './received.ts';
import { secretsOf } from './secrets.ts';
import { sessionFetch } from './sessionFetch.ts';
import { settingsOf } from './settings.ts';
import { statusBoard } from './statusBoard.ts';
import type { ChatSession, LogEntry, SessionFailure, SessionOptions } from './types.ts';

/** How long the server is waited for when a session is closed, in milliseconds. */
const farewell = 1_000;

/**
 * The whole way to GWS: logs in, handshakes, subscribes, decodes, and comes back by itself after whatever happens
 * between the two ends, without ever storming the server. What it does and how it is, it says on `status$`.
 *
 * It connects when the first of its streams is subscribed to, and disconnects `lingerMs` after the last was left.
 *
 * `notifications$` and `chats$` error with `ConnectionDeniedError` when the server refuses the credentials (asked for
 * once more after a 401), the handshake or the channel, and with `ConnectionLostError` when the attempts of `retry` are
 * used up; subscribing again tries again. The other streams go on. `close()` completes them all.
 *
 * Of a session that was lost, what was said until the next one is not heard yet: `status$` then says since when, in the
 * `reason` of `connected`.
 *
 * Wire: `GET /api/v2/me` brings the CSRF token and the cookie that every POST needs, those of CometD too.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { filter, map, take } from 'rxjs';
 * import { chatSession, isMessageLogUpdate } from 'rx-chat-notifications';
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * const session = chatSession({ url: simulator.url, credentials: simulator.credentials });
 *
 * session.status$.pipe(filter(({ state }) => state === 'connected'), take(1)).subscribe(() => {
 *   const chatId = simulator.openChat({ customer: 'Ada' });
 *   simulator.say(chatId, 'Ada', 'Hello?');
 * });
 * session.notifications$
 *   .pipe(filter(isMessageLogUpdate), map(({ messages }) => messages.map(({ text, type }) => text ?? type)), take(2))
 *   .subscribe({
 *     next: (texts) => console.log(texts),
 *     complete: () => session.close().then(() => simulator.stop()),
 *   });
 * // → [ 'ParticipantJoined', 'ParticipantJoined' ]
 * // → [ 'Hello?' ]
 */
export function chatSession(options: SessionOptions): ChatSession {
  const settings = settingsOf(options);
  const { scheduler, client, channel, credentials } = settings;
  const now = (): number => scheduler.now();
  const secrets = secretsOf(credentials);
  const status = statusBoard(secrets, now, ({ state, reason }) => {
    log('info', reason === undefined ? state : `${state}: ${reason}`);
  });
  const failures = new Subject<SessionFailure>();
  const foreign = new Subject<DecodeFailure>();
  const starts = new Subject<void>();
  const entries = new Subject<LogEntry>();
  // eslint-disable-next-line rxjs-x/no-ignored-error -- it never errors, and what a logger throws RxJS reports
  entries.subscribe(settings.logger);
  const closed$ = new ReplaySubject<void>(1);
  const ended = new AbortController();
  const leaving = new Set<Promise<void>>();
  let current: CurrentChats | undefined;
  let closing: Promise<void> | undefined;

  /** Takes texts without secrets, and takes personal data out of them. */
  const log = (level: LogEntry['level'], message: string): void => {
    entries.next({ level, at: now(), message: maskPersonalData(message) });
  };
  const onFailure = (failure: DecodeFailure): void => {
    const isForeign = failure.kind === 'foreign';
    const message = secrets.scrub(failure.message);
    log(isForeign ? 'info' : 'warn', `${isForeign ? 'of another topic' : 'not decoded'}: ${message}`);
    (isForeign ? foreign : failures).next({ ...failure, message });
  };

  const transport = createTransport({
    ...(settings.fetch !== undefined && { fetch: settings.fetch }),
    headers: () => authenticated.fields(),
  });
  const authenticated = authentication({
    credentials,
    meUrl: settings.meUrl,
    fetch: transport.fetch,
    secrets,
    now,
  });

  const messages$ =
    client !== undefined
      ? clientConnection(client, channel, status, scheduler)
      : connection({
          ...settings,
          transport,
          url: settings.notificationsUrl,
          authentication: authenticated,
          status,
          onRefused: ({ message, httpStatus }) => {
            const reason = secrets.scrub(message);
            log('warn', `refused: ${reason}`);
            failures.next({
              kind: 'credentials',
              message: reason,
              ...(httpStatus !== undefined && { httpStatus }),
            });
          },
          onLeaving: (left) => {
            leaving.add(left);
            void left.finally(() => leaving.delete(left));
          },
          left: () => Promise.all(leaving),
        });

  /** Also begun by those who are completed, which must leave no timer behind. */
  const lingering$ = (settings.lingerMs > longestTimer ? NEVER : timer(settings.lingerMs, scheduler)).pipe(
    takeUntil(closed$),
  );
  const live$ = defer(() => {
    const chats = currentChats(scheduler);
    current = chats;
    starts.next();
    const letGo = (): void => {
      if (current === chats) current = undefined; // else somebody has tried again already
    };
    return messages$.pipe(
      received(scheduler, onFailure),
      chats.note(),
      tap({ error: letGo, finalize: letGo }), // an error is heard before what is finalized
    );
  }).pipe(takeUntil(closed$), share({ resetOnRefCountZero: () => lingering$ }));
  /** Keeps the connection open without hearing of it; after an end it waits for whoever tries again, or joins who did. */
  const hold$ = live$.pipe(
    ignoreElements(),
    retry({ delay: () => (current === undefined ? starts : of(undefined)) }),
  );
  const held = <T>(stream$: Observable<T>): Observable<T> => merge(stream$, hold$).pipe(takeUntil(closed$));
  const notifications$ = withCurrent(live$, () => current?.notifications() ?? []);

  async function end(): Promise<void> {
    status.close(); // first, for whoever leaves tells `idle`
    closed$.next();
    ended.abort(new DOMException('The session is closed', 'AbortError'));
    await lastValueFrom(race(from(Promise.all(leaving)), timer(farewell, scheduler)), { defaultValue: 0 });
    transport.close();
  }
  const close = (): Promise<void> => (closing ??= end());

  return {
    notifications$,
    chats$: notifications$.pipe(chatDirectory({ scheduler }), replayed),
    failures$: held(failures),
    foreign$: held(foreign),
    status$: merge(status.status$, hold$),
    fetch: sessionFetch({
      authentication: authenticated,
      fetch: transport.fetch,
      base: settings.base,
      origins: settings.origins,
      clean: secrets.scrub,
      signal: ended.signal,
    }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** As `shareReplay` does, but what was told last is let go at the end. */
const replayed = <T>(source$: Observable<T>): Observable<T> =>
  source$.pipe(share({ connector: () => new ReplaySubject<T>(1) }));
