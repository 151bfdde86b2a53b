import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';
import { preflight } from './cors.ts';
import type { Gate } from './gate.ts';
import type { Life } from './host.ts';
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

export const requests =
  ({ statuses, gate, rest }: Stations) =>
  async (request: IncomingMessage, { bayeux, sessions }: Life): Promise<Answer> => {
    const early = preflight(request) ?? statuses.answer(request);
    if (early !== undefined) return early;
    const agent = gate(request, sessions);
    const [path = ''] = (request.url ?? '').split('?', 1);
    // CometD clients append the type of the message: `/api/v2/notifications/handshake`.
    const isBayeux = `${path}/`.startsWith(`${NOTIFICATIONS_PATH}/`);
    return await (isBayeux ? bayeux.answer(request, agent) : rest(request, agent, sessions));
  };
