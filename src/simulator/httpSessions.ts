import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Wire: the cookie that names an HTTP session, and the header that bears the token of its POSTs. */
const COOKIE = 'JSESSIONID';
const CSRF_HEADER = 'X-CSRF-TOKEN';

/** What the server knows of somebody who has signed in. It belongs to one agent. */
export interface HttpSession {
  readonly id: string;
  readonly agent: string;
  readonly csrfToken: string;
}

/** The HTTP sessions of a server, at most 1,000: the one that was used longest ago makes room. They end with it. */
export interface HttpSessions {
  readonly open: (agent: string) => HttpSession;
  /** The session that the cookie of a request names. */
  readonly of: (headers: IncomingHttpHeaders) => HttpSession | undefined;
  /** Gives a session another CSRF token. */
  readonly renewToken: (session: HttpSession) => void;
  /** Forgets all and says whether there was any. */
  readonly forget: () => boolean;
}

/** Each `GET /me` without a cookie opens one, and nobody says goodbye. */
const MOST = 1_000;

export function httpSessions(): HttpSessions {
  const sessions = new Map<string, HttpSession & { csrfToken: string }>();

  /** The map's order is that of the last use. */
  function use(session: HttpSession & { csrfToken: string }): HttpSession {
    sessions.delete(session.id);
    sessions.set(session.id, session);
    return session;
  }

  return {
    open(agent) {
      const id = randomBytes(16).toString('hex').toUpperCase();
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= MOST) sessions.delete(oldest);
      return use({ id, agent, csrfToken: randomUUID() });
    },
    of({ cookie = '' }) {
      const ids = cookie.split(';').flatMap((pair) => {
        const [name = '', value = ''] = pair.trim().split('=', 2);
        return name === COOKIE ? value : [];
      });
      const found = ids.map((id) => sessions.get(id)).find((session) => session !== undefined);
      return found === undefined ? undefined : use(found);
    },
    renewToken({ id }) {
      const session = sessions.get(id);
      if (session !== undefined) session.csrfToken = randomUUID();
    },
    forget() {
      const any = sessions.size > 0;
      sessions.clear();
      return any;
    },
  };
}

export const cookieOf = ({ id }: HttpSession): string => `${COOKIE}=${id}; Path=/api/v2; HttpOnly`;

/** Wire: `X-CSRF-HEADER` names the header in which the token wants to come back. */
export const csrfHeadersOf = ({ csrfToken }: HttpSession): Readonly<Record<string, string>> => ({
  'X-CSRF-HEADER': CSRF_HEADER,
  [CSRF_HEADER]: csrfToken,
});

/** Whether a request bears the token of its session. */
export const hasToken = (headers: IncomingHttpHeaders, { csrfToken }: HttpSession): boolean =>
  headers[CSRF_HEADER.toLowerCase()] === csrfToken;
