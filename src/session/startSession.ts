import type { BayeuxMessage, ConnectionStatus } from '../channel/index.ts';
import { gwsHistoryOf } from './backfill/gwsHistory.ts';
import type { ChatHistory } from './backfill/index.ts';
import { unchanged } from '../transport/replyError.ts';
import { connect, type Connection, followClient } from './connection/index.ts';
import { CurrentStatus } from './currentStatus.ts';
import type { DeskData } from './desk/index.ts';
import { Holders } from './holders.ts';
import { performer } from './perform.ts';
import { readiness } from './ready.ts';
import { type Reports, reports } from './reports.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { SessionChats, type SessionSeed } from './sessionChats.ts';
import { type SessionHttp, sessionHttp } from './sessionHttp.ts';
import { sessionLog } from './sessionLog.ts';
import { type Settings, settingsOf } from './settings.ts';
import type { ChatSession, SessionOptions } from './types.ts';

/** A session, and what it knows as plain data. */
export interface StartedSession {
  readonly session: ChatSession;
  readonly deskData: () => DeskData;
}

/** The parts of a session. */
interface Parts {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly http: SessionHttp;
  readonly reports: Reports;
  readonly chats: SessionChats;
  readonly connection: Connection;
  readonly holding: Holders;
  readonly status: CurrentStatus;
}

/** Makes a session. With a seed it goes on from there, and its backfill fetches only what is missing. */
export function startSession(options: SessionOptions, seed?: SessionSeed): StartedSession {
  const settings = settingsOf(options);
  const { scheduler, policy, channel } = settings;
  const secrets = secretsOf(settings.credentials);
  const log = sessionLog(settings.logger, () => scheduler.now());
  const report = reports(log, secrets);
  const http = sessionHttp(settings, secrets);
  const chats = new SessionChats(
    {
      channel,
      scheduler,
      policy,
      history: historyOf(settings, secrets, http, report),
      historyRate: settings.historyRate,
      clean: isOwnHistory(settings) ? unchanged : secrets.scrub,
      reports: report,
      log,
      onMissing: (missing) => {
        connection.missing(missing);
      },
    },
    seed,
  );
  const connection = connectionOf({ settings, secrets, http, reports: report, chats }, (next) => {
    log.status(next);
    status.next(next);
    if (next.state !== 'closed') return;
    chats.close();
    for (const stream of [report.failures$, report.foreign$, status]) stream.complete();
  });
  const status = new CurrentStatus(connection.status());
  const holding = new Holders(settings.linger, scheduler, {
    want: () => {
      connection.want();
    },
    unwant: () => {
      connection.unwant();
      chats.reset();
    },
  });
  const parts = { settings, secrets, http, reports: report, chats, connection, holding, status };
  return { session: sessionOf(parts), deskData: () => chats.data() };
}

/** Whether the history is that of the session, whose errors hold no secrets. */
const isOwnHistory = ({ history }: Settings): boolean => typeof history !== 'object' || !('chats' in history);

export function historyOf(
  {
    history = {},
    url,
    maxResponseBytes,
    scheduler,
  }: Pick<Settings, 'history' | 'url' | 'maxResponseBytes' | 'scheduler'>,
  { scrub }: Pick<Secrets, 'scrub'>,
  { fetch }: Pick<SessionHttp, 'fetch'>,
  { undecoded }: Pick<Reports, 'undecoded'>,
): ChatHistory | undefined {
  if (history === false) return undefined;
  if ('chats' in history) return history;
  if (url === undefined) return undefined;
  const options = { ...history, url, fetch, maxResponseBytes, onFailure: undecoded };
  return gwsHistoryOf(options, { clean: scrub, scheduler });
}

function connectionOf(
  { settings, secrets, http, reports: { fail }, chats }: Omit<Parts, 'connection' | 'holding' | 'status'>,
  onStatus: (status: ConnectionStatus) => void,
): Connection {
  const { channel, scheduler, client, transports, ack, policy, notificationsUrl } = settings;
  const shared = {
    channel,
    scheduler,
    scrub: secrets.scrub,
    onMessage: (message: BayeuxMessage) => {
      chats.receive(message);
    },
    onConnected: (lostFrom: number | undefined) => {
      chats.connected(lostFrom);
    },
    onStatus,
  };
  if (client !== undefined) return followClient({ ...shared, client, policy });
  return connect({
    ...shared,
    transport: http.transport,
    authentication: http.authentication,
    url: notificationsUrl,
    transports,
    ack,
    policy,
    onRefused: (refused) => {
      fail('refused', { kind: 'credentials', ...refused });
    },
  });
}

function sessionOf({
  settings,
  secrets,
  http,
  reports: { failures$, foreign$ },
  chats,
  connection,
  holding,
  status,
}: Parts): ChatSession {
  const { status$ } = status;
  const hold = (): (() => void) => holding.hold();
  const { directory, isBackfilled$, live$ } = chats;
  const { operations, scheduler, maxResponseBytes } = settings;
  const { fetch } = http;
  const clean = secrets.scrub;
  const perform = performer({ fetch, maxResponseBytes, clean, operations, scheduler, status$, live$, hold });
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    holding.close();
    http.abort();
    await connection.close();
    http.transport.close();
  }
  const close = (): Promise<void> => (closing ??= end());

  return {
    notifications$: holding.held(chats.notifications$),
    chats$: holding.held(directory.chats$),
    get chats() {
      return directory.current();
    },
    backfilled$: holding.held(chats.backfilled$),
    failures$: holding.held(failures$),
    foreign$: holding.held(foreign$),
    status$: holding.held(status$),
    get status() {
      return status.current;
    },
    ready: readiness({ status$, isBackfilled$, hold }),
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
}
