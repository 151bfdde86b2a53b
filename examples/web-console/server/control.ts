import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { OpenChatOptions, Simulator } from 'rx-chat-notifications/simulator';
import { isFaultName } from '../shared/faults.ts';
import { type ConsoleConfig, CONSOLE_PATH } from '../shared/news.ts';
import type { Customers } from './customers.ts';
import { type Answer, answerJson, refuse } from './http.ts';
import { newsStream } from './newsStream.ts';
import { strike } from './strike.ts';

/** What the page asks of the simulator beside GWS: who it is, the news, faults, and somebody to talk to. */
export function control(simulator: Simulator, people: Customers, watching: Set<ServerResponse>): Answer {
  const { user, password } = simulator.credentials;
  const config: ConsoleConfig = { user, password };
  const news = newsStream(simulator, watching);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = `${request.method ?? ''} ${(request.url ?? '').slice(CONSOLE_PATH.length)}`;
    const fault = /^POST \/faults\/(\w+)$/.exec(asked)?.[1] ?? '';
    if (asked === 'GET /config') answerJson(response, config);
    else if (asked === 'GET /news') news(response);
    else if (asked === 'POST /chats') answerJson(response, people.come(await openingIn(request)));
    else if (isFaultName(fault)) answerJson(response, strike(simulator, fault));
    else refuse(response, 404, 'There is nothing here');
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      refuse(response, 400, String(error));
    });
  };
}

/** A chat to open, and what its customer says first. */
export type Opening = OpenChatOptions & { readonly text?: string };

async function openingIn(request: IncomingMessage): Promise<Opening> {
  const body = await json(request);
  return typeof body === 'object' && body !== null ? body : {};
}
