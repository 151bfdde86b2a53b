import { defer, lastValueFrom, type SchedulerLike, timeout } from 'rxjs';
import { httpReason } from '../transport/httpReason.ts';
import { parsedJson } from '../transport/parsedJson.ts';
import { placeOf, readableError } from '../transport/readable.ts';
import { retryAfterOf } from '../transport/retryAfter.ts';
import type { ReplyHeaders } from '../transport/transport.ts';
import { sameData } from '../model/sameData.ts';
import { type Credentials, fieldsOf, type HeaderFields } from './credentials.ts';
import { ConnectionFailure, kindOfHttpStatus } from './connectionFailure.ts';
import { networkDelay } from './networkDelay.ts';
import { addFields, type Secrets } from './secrets.ts';

export interface AuthenticationOptions {
  readonly credentials: Credentials | undefined;
  /** Where the user is told; without it there is no CSRF token to be had. */
  readonly meUrl: string | undefined;
  readonly fetch: typeof fetch;
  readonly secrets: Secrets;
  readonly scheduler: SchedulerLike;
}

/** Who the session is, and the CSRF token that every POST needs. */
export interface Authentication {
  /** What every request carries; nothing before the first login. */
  readonly fields: () => HeaderFields;
  /**
   * Asks for the credentials if they are not known, however long that takes (somebody may be typing a password), then for
   * the user, which brings cookies and CSRF token. Logins that overlap are one, for each brings a token that fits its own
   * cookie alone. Rejects with a {@link ConnectionFailure}.
   */
  readonly login: () => Promise<void>;
  /** Takes the CSRF token that an answer brings, to be called before anything else happens: the cookie beside it counts already. */
  readonly note: (answer: ReplyHeaders) => void;
  /** Whether there was a login since the last `forget`. */
  readonly isKnown: () => boolean;
  /** The credentials were refused: they are asked for again at the next login. One that they refuse forgets them itself. */
  readonly forget: () => void;
  /** How often the credentials have changed: what carried those of an earlier generation says nothing about the present ones. */
  readonly generation: () => number;
}

/**
 * Wire: the response to `GET /me` names the CSRF header in `X-CSRF-HEADER`, its token is in `X-CSRF-TOKEN`; without
 * both and its cookie later POSTs, those of CometD too, are answered with 403.
 */
export function authentication({
  credentials,
  meUrl,
  fetch,
  secrets,
  scheduler,
}: AuthenticationOptions): Authentication {
  /** Kept until there is a newer one: requests that go out meanwhile would else go out without any. */
  let identity: HeaderFields | undefined;
  let isIdentityOld = false;
  let generation = 0;
  let csrf: HeaderFields = {};
  let isLoggedIn = false;
  let underWay: Promise<void> | undefined;

  async function identify(): Promise<HeaderFields> {
    if (credentials === undefined) return {};
    try {
      const fields = await fieldsOf(credentials);
      addFields(secrets, fields);
      return fields;
    } catch (error) {
      const reason = `the function of \`credentials\` failed: ${withoutTokens(error)}`;
      throw new ConnectionFailure('credentials', reason, undefined, undefined, { cause: error });
    }
  }

  async function logIn(): Promise<void> {
    if (identity === undefined || isIdentityOld) {
      const fields = await identify();
      if (!sameData(identity, fields)) generation += 1;
      identity = fields;
    }
    isIdentityOld = false;
    if (meUrl !== undefined) await askForUser(meUrl, identity);
    isLoggedIn = true;
  }

  function forget(): void {
    isIdentityOld = true;
    isLoggedIn = false;
  }

  const login = (): Promise<void> =>
    (underWay ??= logIn()
      .catch((error: unknown) => {
        if (error instanceof ConnectionFailure && isRefusal(error)) forget();
        throw error;
      })
      .finally(() => {
        underWay = undefined;
      }));

  function askForUser(url: string, fields: HeaderFields): Promise<void> {
    const controller = new AbortController();
    const answer$ = defer(() => answered(url, fields, controller.signal));
    const giveUp = (): never => {
      controller.abort();
      throw new ConnectionFailure('failed', `the server did not answer within ${networkDelay} ms`);
    };
    return lastValueFrom(answer$.pipe(timeout({ first: networkDelay, scheduler, with: giveUp })), {
      defaultValue: undefined,
    });
  }

  async function answered(url: string, fields: HeaderFields, signal: AbortSignal): Promise<void> {
    const request: RequestInit & { readonly cache: string } = {
      credentials: 'include',
      cache: 'no-store',
      headers: { Accept: 'application/json', ...fields },
      signal,
    };
    const response = await fetch(url, request).catch((error: unknown) => {
      throw failed(error);
    });
    const { status, statusText, headers } = response;
    note(headers);
    if (status !== 200) {
      const retryAfter = retryAfterOf(headers.get('Retry-After'), scheduler.now());
      await response.body?.cancel();
      const reason = httpReason(status, statusText, response.url || url);
      throw new ConnectionFailure(kindOfHttpStatus(status), reason, status, retryAfter);
    }
    await expectJson(response, url);
    if (!headers.has('X-CSRF-TOKEN')) csrf = {};
  }

  function note(answer: ReplyHeaders): void {
    const token = answer.get('X-CSRF-TOKEN');
    if (token === null) return;
    secrets.add(token);
    csrf = { [answer.get('X-CSRF-HEADER') ?? 'X-CSRF-TOKEN']: token };
  }

  return {
    fields: () => ({ ...identity, ...csrf }),
    login,
    note,
    isKnown: () => isLoggedIn,
    forget,
    generation: () => generation,
  };
}

const isRefusal = ({ kind }: ConnectionFailure): boolean =>
  kind === 'unauthorized' || kind === 'loginPage' || kind === 'credentials';

const failed = (cause: unknown): ConnectionFailure =>
  new ConnectionFailure('failed', readableError(cause), undefined, undefined, { cause });

/** A login page has HTTP status 200, too; what is empty or cut may be whole the next time. */
async function expectJson(response: Response, url: string): Promise<void> {
  const text = await response.text().catch((error: unknown) => {
    throw failed(error);
  });
  try {
    parsedJson(text, response, placeOf(response.url || url));
  } catch (error) {
    const kind = isHtml(text, response) ? 'loginPage' : 'failed';
    throw new ConnectionFailure(kind, readableError(error), response.status, undefined, { cause: error });
  }
}

const isHtml = (text: string, { headers }: Response): boolean =>
  text.trim() !== '' && (/^\s*</.test(text) || headers.get('content-type')?.includes('html') === true);

/** A function that fails to renew a token may tell it, and nobody knows yet that it is one: so long words with digits are left out. */
function withoutTokens(error: unknown): string {
  if (!(error instanceof Error)) return 'what was thrown is no Error';
  return error.message.replace(/[\w+/=.~%-]{12,}/g, (word) => (/\d/.test(word) ? '***' : word));
}
