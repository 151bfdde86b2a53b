import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { canonical, type ChatHistory, type SessionOptions } from 'rx-chat-notifications';
import { chatStateChange, fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { startSession, type StartedSession } from '../../src/session/startSession.ts';
import { said } from './backfill/asked.ts';
import { summary } from './overFake.ts';
import { eventually, hear } from './sessions.ts';

/** A server that has so many messages in chat A, and records what is requested. */
function server(messageCount: number): { readonly requests: string[]; readonly history: ChatHistory } {
  const requests: string[] = [];
  const indices = Array.from({ length: messageCount }, (_, at) => at + 1);
  const history: ChatHistory = {
    chats: () => {
      requests.push('chats');
      return Promise.resolve([{ id: 'A', state: 'Chatting' }]);
    },
    messages: (chatId, from) => {
      requests.push(`${chatId} from ${from}`);
      return Promise.resolve(said(...indices.filter((index) => index >= from)));
    },
  };
  return { requests, history };
}

function start(options: SessionOptions, seed?: ReturnType<StartedSession['deskData']>): StartedSession {
  const client = fakeBayeuxClient();
  client.handshake();
  return startSession({ client, logger: () => undefined, ...options }, seed);
}

describe('a session that starts from the desk of another', () => {
  it('has its chats and transcripts, and fetches only what is missing', async () => {
    const before = server(3);
    const first = start({ history: before.history });
    const received = hear(first.session.notifications$.pipe(map(summary)));
    await eventually(() => {
      expect(received.values).toContain('history A 1,2,3');
    });
    const seed = structuredClone(first.deskData());
    await first.session.close();

    const after = server(5);
    const { session } = start({ history: after.history }, seed);
    const { values } = hear(session.notifications$.pipe(map(summary)));
    await eventually(() => {
      expect(values).toContain('history A 4,5');
    });
    expect(after.requests.slice(0, 2)).toEqual(['chats', 'A from 3']);
    expect(values.filter((line) => line.startsWith('history'))).toEqual(['history A 1,2,3', 'history A 4,5']);
    expect(session.chats.get('A')?.transcript.messages.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
    await session.close();
  });

  it('knows which chats have ended', async () => {
    const client = fakeBayeuxClient();
    client.handshake();
    const first = startSession({ client, history: false });
    hear(first.session.notifications$);
    const chat = { id: 'A', state: 'Completed' };
    client.publish('/v2/me/chats', canonical(chatStateChange({ chat })).data);
    const seed = structuredClone(first.deskData());
    await first.session.close();
    const { session, deskData } = start({ history: false }, seed);
    expect(hear(session.notifications$.pipe(map(summary))).values).toEqual(['snapshot A Completed']);
    expect(deskData()).toEqual(seed);
    await session.close();
  });
});
