import type { IncomingMessage } from 'node:http';
import { type Answer, OUTCOME, Refusal, refusalOf } from './answer.ts';
import { type Access, preflight } from './access.ts';
import type { CutFaults } from './cutFaults.ts';
import type { Gate } from './gate.ts';
import type { Requests } from './host.ts';
import { csrfHeadersOf, type HttpSessions } from './httpSessions.ts';
import type { RestApi } from './restApi.ts';
import type { StatusFaults } from './statusFaults.ts';

/** Wire: where GWS serves CometD. */
export const NOTIFICATIONS_PATH = '/api/v2/notifications';

/** What a request passes on its way to an answer. */
export interface Stations {
  readonly access: Access;
  readonly statuses: StatusFaults;
  readonly gate: Gate;
  readonly rest: RestApi;
  readonly cuts: CutFaults;
  /** Whether the reply to each POST brings a new CSRF token. */
  readonly rotatesTokens: boolean;
}

export const requests = ({ access, statuses, gate, rest, cuts, rotatesTokens }: Stations): Requests => ({
  isCut: cuts.strikes,
  corsHeaders: access.corsHeaders,
  async answer(request, { bayeux, sessions }) {
    access.checkHost(request);
    const early = preflight(request) ?? statuses.answer(request);
    if (early !== undefined) return early;
    const agent = gate(request, sessions);
    const answering = isBayeux(request) ? bayeux.answer(request, agent) : rest(request, agent, sessions);
    const isRotating = rotatesTokens && request.method === 'POST';
    return isRotating ? withNewToken(await answering.catch(refusalOf), request, sessions) : answering;
  },
  upgrade(request, head, line, { bayeux, sessions }) {
    access.checkHost(request);
    access.checkOrigin(request);
    const early = statuses.answer(request);
    if (early !== undefined) throw new Refusal(early.status, OUTCOME.internalError, '');
    const agent = gate(request, sessions);
    if (!isBayeux(request)) throw new Refusal(404, OUTCOME.notFound, '');
    bayeux.upgrade?.(request, head, line, agent);
  },
});

/** The token is made when the answer is sent: the newest is the last that was sent. */
const withNewToken = (answer: Answer, { headers }: IncomingMessage, sessions: HttpSessions): Answer => ({
  ...answer,
  lateHeaders() {
    const session = sessions.of(headers);
    if (session === undefined) return {};
    sessions.renewToken(session);
    return csrfHeadersOf(session);
  },
});

function isBayeux({ url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  // CometD clients append the type of the message: `/api/v2/notifications/handshake`.
  return `${path}/`.startsWith(`${NOTIFICATIONS_PATH}/`);
}
