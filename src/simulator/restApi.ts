import type { IncomingMessage } from 'node:http';
import { type Answer, OUTCOME, Refusal, success } from './answer.ts';
import type { ChatDesk } from './chatDesk.ts';
import { quoted } from './check.ts';
import { cookieOf, csrfHeadersOf, type HttpSessions } from './httpSessions.ts';
import type { Operate } from './operations.ts';
import { readObject } from './readObject.ts';
import { wireMessage } from './dialectV2.ts';
import type { RestFaults } from './restFaults.ts';
import { userOf } from './userOf.ts';

/** Answers what an agent asks beside CometD. @throws Refusal of what it does not grant. */
export type RestApi = (request: IncomingMessage, agent: string, sessions: HttpSessions) => Promise<Answer>;

/** What the REST resources are made of. */
export interface RestOptions {
  readonly desk: ChatDesk;
  readonly operate: Operate;
  readonly faults: RestFaults;
  /** The most messages in one reply; without it, any number. */
  readonly pageSize: number | undefined;
  /** Whether `GET /me` gives a CSRF token. */
  readonly givesToken: boolean;
}

/** Wire: the user, with the chats that are not over: a starting client gets its chats from here. */
const ME = '/api/v2/me';
const CHAT = /^\/api\/v2\/me\/chats\/([^/]+)(\/messages)?$/;

export function restApi({ desk, operate, faults, pageSize, givesToken }: RestOptions): RestApi {
  function me({ headers }: IncomingMessage, agent: string, sessions: HttpSessions): Answer {
    const known = sessions.of(headers);
    const session = known?.agent === agent ? known : sessions.open(agent);
    const user = {
      ...userOf(agent),
      userName: agent,
      enabled: true,
      devices: [],
      calls: [],
      chats: faults.chats(agent),
    };
    const cookie = session === known ? {} : { 'Set-Cookie': cookieOf(session) };
    const answer = success({ user }, cookie);
    return givesToken ? { ...answer, lateHeaders: () => csrfHeadersOf(session) } : answer;
  }

  function messages(agent: string, chatId: string, query: string): Answer {
    const index = new URLSearchParams(query).get('index') ?? '0';
    if (!/^\d+$/.test(index)) {
      throw new Refusal(400, OUTCOME.invalidValue, `index must be a whole number, got ${quoted(index)}`);
    }
    const log = faults.log(agent, chatId, Number(index));
    if (log === undefined) throw unknown(agent, chatId);
    return success({ messages: log.slice(0, pageSize).map(wireMessage) });
  }

  return async (request, agent, sessions) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (path === ME) {
      allow(request, 'GET');
      return me(request, agent, sessions);
    }
    const [, segment, log] = CHAT.exec(path) ?? [];
    if (segment === undefined) throw new Refusal(404, OUTCOME.notFound, `There is nothing at ${path}`);
    allow(request, log === undefined ? 'POST' : 'GET');
    const chatId = decoded(segment);
    if (log !== undefined) return messages(agent, chatId, query);
    if (!desk.at(performance.now()).has(agent, chatId)) throw unknown(agent, chatId);
    return success({ referenceId: operate(chatId, await readObject(request)) });
  };
}

const unknown = (agent: string, chatId: string): Refusal =>
  new Refusal(404, OUTCOME.notFound, `${agent} has no chat ${quoted(chatId)}`);

function allow({ method = '' }: IncomingMessage, allowed: string): void {
  if (method === allowed) return;
  throw new Refusal(405, OUTCOME.forbidden, `${method} is not possible here, ${allowed} is`, {
    Allow: allowed,
  });
}

/** What cannot be decoded is no chat's id either. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
