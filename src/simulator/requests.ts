import type { IncomingMessage } from 'node:http';
import { OUTCOME, Refusal } from './answer.ts';
import { preflight } from './cors.ts';
import type { Gate } from './gate.ts';
import type { Requests } from './host.ts';
import type { RestApi } from './restApi.ts';
import type { StatusFaults } from './statusFaults.ts';

/** Wire: where GWS serves CometD. */
export const NOTIFICATIONS_PATH = '/api/v2/notifications';

/** What a request passes on its way to an answer. */
export interface Stations {
  readonly statuses: StatusFaults;
  readonly gate: Gate;
  readonly rest: RestApi;
}

export const requests = ({ statuses, gate, rest }: Stations): Requests => ({
  async answer(request, { bayeux, sessions }) {
    const early = preflight(request) ?? statuses.answer(request);
    if (early !== undefined) return early;
    const agent = gate(request, sessions);
    return await (isBayeux(request) ? bayeux.answer(request, agent) : rest(request, agent, sessions));
  },
  upgrade(request, head, line, { bayeux, sessions }) {
    const early = statuses.answer(request);
    if (early !== undefined) throw new Refusal(early.status, OUTCOME.internalError, '');
    const agent = gate(request, sessions);
    if (!isBayeux(request)) throw new Refusal(404, OUTCOME.notFound, '');
    bayeux.upgrade?.(request, head, line, agent);
  },
});

function isBayeux({ url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  // CometD clients append the type of the message: `/api/v2/notifications/handshake`.
  return `${path}/`.startsWith(`${NOTIFICATIONS_PATH}/`);
}
