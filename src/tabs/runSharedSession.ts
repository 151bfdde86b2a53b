import type { Observable } from 'rxjs';
import { isObject } from '../codec/ownFields.ts';
import { checkArgument } from '../fold/checkArgument.ts';
import { isNumber } from '../fold/checkOptions.ts';
import { historyOf } from '../session/startSession.ts';
import { readiness } from '../session/ready.ts';
import type { OperationRequest, Performed, PerformOptions } from '../session/index.ts';
import { restOfChat } from './restOfChat.ts';
import { asPerformed, asResponse } from './tabOperations.ts';
import { wantedOf } from './remoteFetch.ts';
import { SharedTab } from './sharedTab.ts';
import { tabSettings } from './tabSettings.ts';
import type { SharedSession, SharedSessionOptions, TabBrowser } from './types.ts';

/** `sharedSession` in a given browser. */
export function runSharedSession(options: SharedSessionOptions, browser: TabBrowser | string): SharedSession {
  const settings = tabSettings(options);
  const { scheduler, base, origins } = settings.session;
  const shared = new SharedTab(options, settings, browser);
  const { tab, holding, status$, operations } = shared;
  const hold = (): (() => void) => holding.hold();
  const held = <T>(stream$: Observable<T>): Observable<T> => holding.held(stream$);
  const { directory, isBackfilled$, notifications$, backfilled$, failures$, foreign$ } = tab.store;

  async function whileHeld<T>(operation: () => Promise<T>): Promise<T> {
    const release = hold();
    try {
      return await operation();
    } finally {
      release();
    }
  }

  async function perform(
    chatId: string,
    operation: OperationRequest,
    { timeout = 30_000, signal }: PerformOptions = {},
  ): Promise<Performed> {
    signal?.throwIfAborted();
    const check = (...parts: [string, unknown, boolean, string]): void => {
      checkArgument('session.perform', ...parts);
    };
    check('chatId', chatId, typeof chatId === 'string' && chatId !== '', 'the id of a chat');
    const isNamed = isObject(operation) && typeof operation.operationName === 'string';
    check('operation', operation, isNamed, 'an object with an operationName');
    check('timeout', timeout, isNumber(timeout), 'milliseconds');
    const request = { kind: 'perform', chatId, operation, until: scheduler.now() + timeout } as const;
    const what = `${operation.operationName} on chat ${chatId}`;
    return asPerformed(await whileHeld(() => operations.operate(request, { what, signal })));
  }

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return whileHeld(async () => {
      const own = shared.aloneFetch;
      if (own !== undefined) return own(input, init);
      const isOther = !origins.has(new URL(input instanceof Request ? input.url : input, base).origin);
      // Credentials are for the server alone, so any tab can send this.
      if (isOther) return (settings.session.fetch ?? globalThis.fetch)(input, init);
      const wanted = await wantedOf(input, init, base);
      const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      signal?.throwIfAborted();
      const what = `${wanted.method} ${wanted.url}`;
      return asResponse(await operations.operate(wanted, { what, signal: signal ?? undefined }));
    });
  }

  shared.fetchRest = restOfChat(
    historyOf(settings.session, { fetch }, { undecoded: failures$.next.bind(failures$) }),
    tab.store,
    scheduler,
  );
  const close = (): Promise<void> => shared.close();

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
      return shared.status;
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
