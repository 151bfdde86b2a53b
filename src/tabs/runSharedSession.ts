import type { Observable } from 'rxjs';
import { readiness } from '../session/ready.ts';
import { secretsOf } from '../session/secrets.ts';
import { historyOf } from '../session/startSession.ts';
import { restOfChat } from './restOfChat.ts';
import { SharedTab } from './sharedTab.ts';
import { TabCalls } from './tabCalls.ts';
import { tabSettings } from './tabSettings.ts';
import type { SharedSession, SharedSessionOptions, TabBrowser } from './types.ts';

/** `sharedSession` in a given browser. */
export function runSharedSession(options: SharedSessionOptions, browser: TabBrowser | string): SharedSession {
  const settings = tabSettings(options);
  const { session: sessionSettings } = settings;
  const shared = new SharedTab(options, settings, browser);
  const calls = new TabCalls(shared, sessionSettings);
  const { tab, holding, statuses } = shared;
  const { status$ } = statuses;
  const { store } = tab;
  const { directory, notifications$ } = store;
  const { isBackfilled$, failures$, foreign$, backfilled$ } = store.streams;
  const hold = (): (() => void) => holding.hold();
  const held = <T>(stream$: Observable<T>): Observable<T> => holding.held(stream$);
  const perform: SharedSession['perform'] = (...call) => calls.perform(...call);
  const fetch: SharedSession['fetch'] = (...call) => calls.fetch(...call);
  const close = (): Promise<void> => shared.close();

  const secrets = secretsOf(sessionSettings.credentials);
  const reports = { undecoded: failures$.next.bind(failures$) };
  const history = historyOf(sessionSettings, secrets, { fetch }, reports);
  shared.fetchRest = restOfChat(history, store, sessionSettings.scheduler);

  return {
    notifications$: held(notifications$),
    chats$: held(directory.chats$),
    get chats() {
      return directory.current();
    },
    backfilled$: held(backfilled$),
    failures$: held(failures$),
    foreign$: held(foreign$),
    status$: held(status$),
    get status() {
      return statuses.current;
    },
    ready: readiness({ status$, isBackfilled$, hold }),
    reconnect: () => {
      const release = hold();
      tab.dispatch({ type: 'reconnect' });
      release();
    },
    perform,
    send: (chatId, text, sending) => perform(chatId, { operationName: 'SendMessage', text }, sending),
    fetch,
    close,
    [Symbol.asyncDispose]: close,
  };
}
