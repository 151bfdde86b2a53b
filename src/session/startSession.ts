import { BehaviorSubject, ReplaySubject, Subject } from 'rxjs';
import { createTransport } from '#transport';
import type { ConnectionStatus } from '../channel/index.ts';
import { decodeNotification } from '../codec/index.ts';
import type { DecodeFailure } from '../model/index.ts';
import { authentication } from './authentication.ts';
import { type Backfill, type Backfilled, type ChatHistory, gwsHistory, runBackfill } from './backfill/index.ts';
import { rulesOf } from './backfill/rules.ts';
import { connect, type Connection, followClient } from './connection/index.ts';
import { currentDirectory } from './currentDirectory.ts';
import { Desk, type DeskData, Outlet } from './desk/index.ts';
import { holders } from './holders.ts';
import { performer } from './perform.ts';
import { readiness } from './ready.ts';
import { secretsOf } from './secrets.ts';
import { sessionFetch } from './sessionFetch.ts';
import { sessionLog } from './sessionLog.ts';
import { settingsOf } from './settings.ts';
import type { ChatSession, SessionFailure, SessionOptions } from './types.ts';

/** A session, and what it knows as plain data. */
export interface StartedSession {
  readonly session: ChatSession;
  readonly deskData: () => DeskData;
}

type Foreign = DecodeFailure & { readonly kind: 'foreign' };

/** Makes a session. With a desk it goes on from there, and its backfill fetches only what is missing. */
export function startSession(options: SessionOptions, seed?: DeskData): StartedSession {
  const settings = settingsOf(options);
  const { scheduler, client, channel, credentials, policy, url } = settings;
  const now = (): number => scheduler.now();
  const secrets = secretsOf(credentials);
  const log = sessionLog(settings.logger, now);
  const failures = new Subject<SessionFailure>();
  const foreign = new Subject<Foreign>();
  const backfilled = new Subject<Backfilled>();
  const statuses = new ReplaySubject<ConnectionStatus>(1);
  const isBackfilled$ = new BehaviorSubject(false);
  const ended = new AbortController();
  let desk = seed === undefined ? new Desk() : Desk.from(seed);
  const outlet = new Outlet();
  let backfill: Backfill | undefined;

  /** Reports what went wrong without ending anything, without secrets in its message. */
  const fail = (what: string, failure: SessionFailure): void => {
    const message = secrets.scrub(failure.message);
    log.warn(`${what}: ${message}`);
    failures.next({ ...failure, message });
  };
  const onUndecoded = (failure: DecodeFailure): void => {
    if (failure.kind === 'invalid') {
      fail('not decoded', failure);
      return;
    }
    const message = secrets.scrub(failure.message);
    log.info(`of another topic: ${message}`);
    foreign.next({ ...failure, kind: failure.kind, message });
  };

  const transport = createTransport({
    ...(settings.fetch !== undefined && { fetch: settings.fetch }),
    headers: () => authenticated.fields(),
  });
  const authenticated = authentication({
    credentials,
    meUrl: url === undefined ? undefined : `${url}/api/v2/me`,
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
  const history = historyOf();

  function historyOf(): ChatHistory | undefined {
    const { history: given = {} } = settings;
    if (given === false) return undefined;
    if ('chats' in given) return given;
    return url === undefined ? undefined : gwsHistory({ ...given, url, fetch, onFailure: onUndecoded });
  }

  /** The connection is left on purpose: what is known gets old. */
  function forget(): void {
    connection.unwant();
    backfill?.stop();
    desk = new Desk();
    isBackfilled$.next(false);
    directory.reset();
  }

  function start(): void {
    backfill?.stop();
    backfill =
      history &&
      runBackfill({
        desk,
        outlet,
        history,
        scheduler,
        rules: rulesOf(policy),
        onListed: directory.listed,
        onFailure: (failure) => {
          fail('not backfilled', failure);
        },
        onEnded: (missing, told) => {
          connection.missing(missing);
          isBackfilled$.next(true);
          if (told === undefined) return;
          log.info(`backfilled: ${told.messageCount} messages of ${told.chatCount} chats`);
          backfilled.next(told);
        },
      });
  }

  /** A message of the channel: the hot path. */
  function receive(message: unknown): void {
    const result = decodeNotification(message, now(), { channel });
    if (result._tag === 'Left') {
      onUndecoded(result.left);
      return;
    }
    const notification = result.right;
    if (notification.kind !== 'error') notification.rejected?.forEach(onUndecoded);
    const news = desk.take(notification);
    if (news !== undefined) outlet.enqueue(news, desk.seq);
    outlet.flush();
    backfill?.heard(notification);
  }

  function connected(lostFrom: number | undefined): void {
    if (backfill !== undefined) {
      backfill.connected(lostFrom);
      return;
    }
    // Nobody fetches what was missed: the status tells of it from now on.
    if (lostFrom !== undefined) {
      const earliest = Math.min(lostFrom, connection.status().missing?.from ?? lostFrom);
      connection.missing({ from: earliest, to: now() });
    }
    outlet.then(directory.listed);
    isBackfilled$.next(true);
  }

  const shared = {
    channel,
    scheduler,
    scrub: secrets.scrub,
    onStart: start,
    onMessage: receive,
    onConnected: connected,
    onStatus: (status: ConnectionStatus) => {
      log.status(status);
      statuses.next(status);
    },
  };
  const connection: Connection =
    client === undefined
      ? connect({
          ...shared,
          transport,
          authentication: authenticated,
          url: settings.notificationsUrl,
          transports: settings.transports,
          ack: settings.ack,
          policy,
          onRefused: (refused) => {
            fail('refused', { kind: 'credentials', ...refused });
          },
        })
      : followClient({ ...shared, client });

  const notifications$ = outlet.replayed(() => ({ notifications: desk.replay(), seq: desk.seq }));
  const directory = currentDirectory(notifications$, scheduler);
  const holding = holders(settings.linger, scheduler, { want: () => { connection.want(); }, unwant: forget });
  statuses.next(connection.status());
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    holding.close();
    ended.abort(new DOMException('The session is closed', 'AbortError'));
    backfill?.stop();
    const left = connection.close();
    outlet.complete();
    directory.close();
    for (const subject of [failures, foreign, backfilled, statuses, isBackfilled$]) subject.complete();
    await left;
    transport.close();
  }
  const close = (): Promise<void> => (closing ??= end());

  const { held, hold } = holding;
  const perform = performer({
    fetch,
    operations: settings.operations,
    scheduler,
    status$: statuses,
    live$: outlet.live$,
    hold,
  });
  const session: ChatSession = {
    notifications$: held(notifications$),
    chats$: held(directory.chats$),
    get chats() {
      return directory.current();
    },
    backfilled$: held(backfilled),
    failures$: held(failures),
    foreign$: held(foreign),
    status$: held(statuses),
    get status() {
      return connection.status();
    },
    ready: readiness({ status$: statuses, isBackfilled$, hold }),
    reconnect: () => {
      const release = hold();
      connection.reconnect();
      release();
    },
    perform,
    send: (chatId, text, sending) => perform(chatId, { operationName: 'SendMessage', text }, sending),
    fetch,
    close,
    [Symbol.asyncDispose]: close,
  };
  return { session, deskData: () => desk.data() };
}
