import {
  BehaviorSubject,
  defer,
  filter,
  from,
  ignoreElements,
  lastValueFrom,
  map,
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
import { maskPersonalData } from '../redaction/builtInRules.ts';
import { longestTimer } from '../fold/longestTimer.ts';
import { valid } from '../codec/decodeNotifications.ts';
import type { DecodeFailure } from '../model/index.ts';
import { DirectoryFold } from '../state/chatDirectory.ts';
import { authentication } from './authentication.ts';
import { clientConnection } from './clientConnection.ts';
import { connection } from './connection.ts';
import { type CurrentChats, currentChats } from './currentChats.ts';
import { explained } from './explained.ts';
import type { HistoryFailure, Restored } from './history/chatHistory.ts';
import { gwsHistory } from './history/gwsHistory.ts';
import { restoring } from './history/restoring.ts';
import { withCurrent } from './lateSubscribers.ts';
import { farewell } from './leave.ts';
import { secretsOf } from './secrets.ts';
import { sessionFetch } from './sessionFetch.ts';
import { settingsOf } from './settings.ts';
import { statusBoard } from './statusBoard.ts';
import type { ChatSession, LogEntry, SessionFailure, SessionOptions } from './types.ts';

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
 * Start and restoration are one procedure: once the channel is acknowledged, the chats are fetched and the messages that
 * are missing of each, while live notifications flow. So what was said while nobody heard it comes late, in its place,
 * as `history`; `restored$` then tells of it. What cannot be fetched is told in `failures$` and asked for again. With
 * `history: false` `status$` says what may be missing, in the `reason` of `connected`.
 *
 * Wire: `GET /api/v2/me` brings the CSRF token and the cookie that every POST needs, those of CometD too.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { filter, take } from 'rxjs';
 * import { chatMessages, chatSession } from 'rx-chat-notifications';
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
 *   .pipe(chatMessages(), take(3))
 *   .subscribe({
 *     next: ({ from, text, type }) => console.log(`${from.nickname}: ${text ?? type}`),
 *     complete: () => session.close().then(() => simulator.stop()),
 *   });
 * // → Ada: ParticipantJoined
 * // → Sam: ParticipantJoined
 * // → Ada: Hello?
 */
export function chatSession(options: SessionOptions): ChatSession {
  const settings = settingsOf(options);
  const { scheduler, client, channel, credentials, policy } = settings;
  const now = (): number => scheduler.now();
  const secrets = secretsOf(credentials);
  const status = statusBoard(secrets, now, ({ state, reason }) => {
    log('info', reason === undefined ? state : `${state}: ${reason}`);
  });
  const failures = new Subject<SessionFailure>();
  const foreign = new Subject<DecodeFailure>();
  const restored = new Subject<Restored>();
  /** When something may be missing, and since when. */
  const missing$ = new Subject<number | undefined>();
  /** Whether the chats that there are have been told. */
  const isListed$ = new BehaviorSubject(false);
  const starts = new Subject<void>();
  const entries = new Subject<LogEntry>();
  // eslint-disable-next-line rxjs-x/no-ignored-error -- it never errors, and what a logger throws RxJS reports
  entries.subscribe(settings.logger);
  const closed$ = new ReplaySubject<void>(1);
  const ended = new AbortController();
  const leaving = new Set<Promise<void>>();
  let current: CurrentChats | undefined;
  let closing: Promise<void> | undefined;
  const none = DirectoryFold.empty();

  /** Takes texts without secrets, and takes personal data out of them. */
  const log = (level: LogEntry['level'], message: string): void => {
    entries.next({ level, at: now(), message: maskPersonalData(message) });
  };
  /** Tells what went wrong without ending anything, without secrets in its message. */
  const fail = (kind: string, failure: SessionFailure): void => {
    const message = secrets.scrub(failure.message);
    log('warn', `${kind}: ${message}`);
    failures.next({ ...failure, message });
  };
  const onFailure = (failure: DecodeFailure): void => {
    if (failure.kind === 'invalid') {
      fail('not decoded', failure);
      return;
    }
    const message = secrets.scrub(failure.message);
    log('info', `of another topic: ${message}`);
    foreign.next({ ...failure, message });
  };

  const transport = createTransport({
    ...(settings.fetch !== undefined && { fetch: settings.fetch }),
    headers: () => authenticated.fields(),
  });
  const authenticated = authentication({
    credentials,
    meUrl: settings.url === undefined ? undefined : `${settings.url}/api/v2/me`,
    fetch: transport.fetch,
    secrets,
    scheduler,
  });

  const fetch = sessionFetch({
    authentication: authenticated,
    fetch: transport.fetch,
    base: settings.base,
    origins: settings.origins,
    clean: secrets.scrub,
    signal: ended.signal,
  });
  const history =
    settings.history ?? (settings.url !== undefined && gwsHistory({ url: settings.url, fetch, onFailure }));
  const missing = {
    isRestored: history !== false,
    onMissing: (lostFrom: number | undefined) => {
      missing$.next(lostFrom);
    },
  };

  const messages$ =
    client !== undefined
      ? clientConnection({ client, channel, status, scheduler, ...missing })
      : connection({
          ...settings,
          ...missing,
          transport,
          url: settings.notificationsUrl,
          authentication: authenticated,
          status,
          onRefused: ({ message, httpStatus }) => {
            fail('refused', {
              kind: 'credentials',
              message: explained(message, httpStatus),
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
  const restoration = {
    restore$: missing$,
    scheduler,
    retryIn: (failures: number) =>
      failures < policy.maxAttempts && policy.shouldRetry(status.current())
        ? policy.delayAfter(failures)
        : undefined,
    onFailure: (failure: HistoryFailure) => {
      fail('not restored', failure);
    },
    onListed: () => {
      isListed$.next(true);
    },
    onRestored: (told: Restored) => {
      log('info', `restored: ${told.messages} messages of ${told.chats} chats`);
      restored.next(told);
    },
  };
  const live$ = defer(() => {
    const chats = currentChats({ scheduler });
    current = chats;
    isListed$.next(false);
    starts.next();
    const letGo = (): void => {
      if (current === chats) current = undefined; // else somebody has tried again already
    };
    return messages$.pipe(
      valid(onFailure, now, channel),
      history === false ? chats.note() : restoring(chats, { ...restoration, history }),
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
    chats$: merge(
      notifications$.pipe(chatDirectory({ scheduler })),
      isListed$.pipe(
        filter(Boolean),
        map(() => none),
        takeUntil(closed$),
      ),
    ).pipe(
      filter((chats, position) => chats !== none || position === 0),
      replayed,
    ),
    restored$: held(restored),
    failures$: held(failures),
    foreign$: held(foreign),
    status$: merge(status.status$, hold$.pipe(takeUntil(closed$))),
    fetch,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** As `shareReplay` does, but what was told last is let go at the end. */
const replayed = <T>(source$: Observable<T>): Observable<T> =>
  source$.pipe(share({ connector: () => new ReplaySubject<T>(1) }));
