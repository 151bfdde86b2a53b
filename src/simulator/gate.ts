import type { IncomingMessage } from 'node:http';
import type { Accounts } from './accounts.ts';
import { OUTCOME, Refusal } from './answer.ts';
import { hasToken, type HttpSessions } from './httpSessions.ts';
import { AGENT } from './opening.ts';
import type { SimulatorOptions } from './simulator.ts';

/** Returns the agent of a request. Wire: POSTs, those of CometD too, need the cookie of an HTTP session and its CSRF token. */
export type Gate = (request: IncomingMessage, sessions: HttpSessions) => string;

/** Without authentication everybody is the default agent. */
export const openGate: Gate = () => AGENT;

const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="GWS", charset="UTF-8", Bearer' };

/** @throws Refusal of a request without credentials, or of a POST without what it needs besides. */
export const guardedGate =
  ({ agentOf }: Accounts, csrf: SimulatorOptions['csrf']): Gate =>
  ({ method, headers }, sessions) => {
    const agent = agentOf(headers.authorization);
    if (agent === undefined) {
      throw new Refusal(401, OUTCOME.notAuthenticated, 'The credentials are missing or wrong', CHALLENGE);
    }
    if (method === 'POST') {
      const session = sessions.of(headers);
      if (session === undefined) throw forbidden('There is no such HTTP session: GET /api/v2/me opens one');
      if (session.agent !== agent) throw forbidden('The HTTP session belongs to another user');
      if (csrf !== 'off' && !hasToken(headers, session))
        throw forbidden('The CSRF token is missing or not that of the HTTP session');
    }
    return agent;
  };

const forbidden = (message: string): Refusal => new Refusal(403, OUTCOME.forbidden, message);
