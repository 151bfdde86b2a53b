import { lastValueFrom, type SchedulerLike } from 'rxjs';
import { bodyText, ignoreBody } from '../transport/bodyText.ts';
import { httpReason } from '../transport/httpReason.ts';
import { parsedJson } from '../transport/parsedJson.ts';
import { noStore } from '../transport/noStore.ts';
import { readableError } from '../transport/readable.ts';
import { retryAfterOf } from '../transport/retryAfter.ts';
import type { ReplyHeaders } from '../transport/transport.ts';
import { sameData } from '../model/sameData.ts';
import { type Credentials, fieldsOf, type HeaderFields, isHeaderName } from './credentials.ts';
import { ConnectionFailure, kindOfHttpStatus } from './connectionFailure.ts';
import { networkDelay } from './networkDelay.ts';
import { addFields, type Secrets } from './secrets.ts';
import { unlessSilent } from './unlessSilent.ts';

export interface AuthenticationOptions {
  readonly credentials: Credentials | undefined;
  /** The resource of the user; without it there is no CSRF token. */
  readonly meUrl: string | undefined;
  readonly fetch: typeof fetch;
  readonly maxResponseBytes: number;
  readonly secrets: Secrets;
  readonly scheduler: SchedulerLike;
}

/**
 * The credentials of a session, and the CSRF token that every POST needs.
 *
 * Wire: the response to `GET /me` names the CSRF header in `X-CSRF-HEADER`, its token is in `X-CSRF-TOKEN`; without
 * both and its cookie later POSTs, those of CometD too, are answered with 403.
 */
export class Authentication {
  readonly #options: AuthenticationOptions;
  /** Kept until there is a newer one: requests that are sent meanwhile would else be sent without any. */
  #identity: HeaderFields | undefined;
  #isIdentityOld = false;
  #generation = 0;
  #csrf: HeaderFields = {};
  #isLoggedIn = false;
  #underWay: Promise<void> | undefined;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** What every request carries; nothing before the first login. */
  fields(): HeaderFields {
    return { ...this.#identity, ...this.#csrf };
  }

  /** Whether there was a login since the last `forget`. */
  isKnown(): boolean {
    return this.#isLoggedIn;
  }

  /** How often the credentials have changed: a refusal of those of an earlier generation says nothing about the present ones. */
  generation(): number {
    return this.#generation;
  }

  /**
   * Asks for the credentials if they are not known, however long that takes (a person may be typing a password). Then it
   * asks for the user, which brings cookies and CSRF token. Logins that overlap are one, because each brings a token that
   * fits its own cookie alone. Rejects with a {@link ConnectionFailure}.
   */
  login(): Promise<void> {
    return (this.#underWay ??= this.#logIn()
      .catch((error: unknown) => {
        if (error instanceof ConnectionFailure && isRefusal(error)) this.forget();
        throw error;
      })
      .finally(() => {
        this.#underWay = undefined;
      }));
  }

  /** Takes the CSRF token of a reply. Call it before anything else happens, because the cookie of the reply counts already. */
  note(reply: ReplyHeaders): void {
    const token = csrfTokenOf(reply);
    if (token === '') return;
    this.#options.secrets.add('csrf', token);
    const name = reply.get('X-CSRF-HEADER') ?? '';
    this.#csrf = { [isHeaderName(name) ? name : 'X-CSRF-TOKEN']: token };
  }

  /** The credentials were refused: the next login asks for them again. A login that they fail forgets them itself. */
  forget(): void {
    this.#isIdentityOld = true;
    this.#isLoggedIn = false;
  }

  async #logIn(): Promise<void> {
    if (this.#identity === undefined || this.#isIdentityOld) {
      const fields = await this.#identify();
      if (!sameData(this.#identity, fields)) this.#generation += 1;
      this.#identity = fields;
    }
    this.#isIdentityOld = false;
    const { meUrl } = this.#options;
    if (meUrl !== undefined) await this.#askForUser(meUrl, this.#identity);
    this.#isLoggedIn = true;
  }

  async #identify(): Promise<HeaderFields> {
    const { credentials, secrets } = this.#options;
    if (credentials === undefined) return {};
    try {
      const fields = await fieldsOf(credentials);
      addFields(secrets, fields);
      return fields;
    } catch (error) {
      const reason = `the function of \`credentials\` failed: ${secrets.scrub(withoutTokens(error))}`;
      throw new ConnectionFailure('credentials', reason, undefined, undefined, { cause: error });
    }
  }

  #askForUser(url: string, fields: HeaderFields): Promise<void> {
    return lastValueFrom(
      unlessSilent(
        (signal, onProgress) => this.#fetchUser(url, fields, signal, onProgress),
        networkDelay,
        this.#options.scheduler,
        () => new ConnectionFailure('failed', `the server did not answer within ${networkDelay} ms`),
      ),
      { defaultValue: undefined },
    );
  }

  async #fetchUser(
    url: string,
    fields: HeaderFields,
    signal: AbortSignal,
    onProgress: () => void,
  ): Promise<void> {
    const { fetch, scheduler, secrets } = this.#options;
    const clean = secrets.scrub;
    const request: RequestInit = {
      ...noStore,
      credentials: 'include',
      headers: { Accept: 'application/json', ...fields },
      signal,
    };
    const response = await fetch(url, request).catch((error: unknown) => {
      throw this.#failed(error);
    });
    onProgress();
    const { status, statusText, headers } = response;
    this.note(headers);
    if (status !== 200) {
      const retryAfter = retryAfterOf(headers, scheduler.now());
      ignoreBody(response);
      const reason = httpReason(status, statusText, response.url || url, clean);
      throw new ConnectionFailure(kindOfHttpStatus(status), reason, status, retryAfter);
    }
    await this.#expectJson(response, url, onProgress);
    if (csrfTokenOf(headers) === '') this.#csrf = {};
  }

  /** A login page has HTTP status 200, too; what is empty or cut may be whole the next time. */
  async #expectJson(response: Response, url: string, onProgress: () => void): Promise<void> {
    const { maxResponseBytes: maxBytes, secrets } = this.#options;
    const clean = secrets.scrub;
    const text = await bodyText(response, { maxBytes, onProgress, clean }).catch((error: unknown) => {
      throw this.#failed(error);
    });
    try {
      parsedJson(text, response, response.url || url, clean);
    } catch (error) {
      const kind = isHtml(text, response) ? 'loginPage' : 'failed';
      const reason = readableError(error, clean);
      throw new ConnectionFailure(kind, reason, response.status, undefined, { cause: error });
    }
  }

  #failed(cause: unknown): ConnectionFailure {
    const reason = readableError(cause, this.#options.secrets.scrub);
    return new ConnectionFailure('failed', reason, undefined, undefined, { cause });
  }
}

/** The CSRF token of a reply; empty if it has none. */
const csrfTokenOf = (reply: ReplyHeaders): string => reply.get('X-CSRF-TOKEN') ?? '';

const isRefusal = ({ kind }: ConnectionFailure): boolean =>
  kind === 'unauthorized' || kind === 'loginPage' || kind === 'credentials';

const isHtml = (text: string, { headers }: Response): boolean =>
  text.trim() !== '' && (/^\s*</.test(text) || headers.get('content-type')?.includes('html') === true);

/** A function that fails to renew a token may tell it, and nobody knows yet that it is one: so long words with digits are left out. */
function withoutTokens(error: unknown): string {
  if (!(error instanceof Error)) return 'the thrown value is not an Error';
  return error.message
    .slice(0, 1_000)
    .replace(/[\w+/=.~%-]{12,}/g, (word) => (/\d/.test(word) ? '***' : word));
}
