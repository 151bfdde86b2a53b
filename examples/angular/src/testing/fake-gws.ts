import { TestBed } from '@angular/core/testing';
import { canonical, type ChatNotification } from 'rx-chat-notifications';
import { type FakeBayeuxClient, fakeBayeuxClient } from 'rx-chat-notifications/testing';
import { CHAT_OPTIONS, type ChatOptions } from '../app/chat-options';

/** A GWS without a network: the test plays the server. */
export interface FakeGws {
  readonly client: FakeBayeuxClient;
  /** What was posted, the latest last. */
  readonly posted: readonly Posted[];
  /** Pushes notifications to the agent. */
  push(...notifications: readonly ChatNotification[]): void;
  /** From now on operations are answered like this. */
  answerWith(reply: Readonly<Record<string, unknown>>): void;
}

interface Posted {
  readonly path: string;
  readonly body: unknown;
}

/** Provides it to what the test bed makes. */
export function provideFakeGws(): FakeGws {
  const client = fakeBayeuxClient();
  const posted: Posted[] = [];
  let answer: Readonly<Record<string, unknown>> = { statusCode: 0, referenceId: 1 };

  const fakeFetch: typeof fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (init?.method !== 'POST') return Promise.resolve(Response.json({ statusCode: 0 }));
    posted.push({ path: pathname, body: typeof init.body === 'string' ? JSON.parse(init.body) : init.body });
    return Promise.resolve(Response.json(answer));
  };
  const useValue: ChatOptions = {
    session: { client, url: 'http://gws.test', fetch: fakeFetch, history: false, logger: () => undefined },
    nickname: 'Sam',
  };
  TestBed.configureTestingModule({ providers: [{ provide: CHAT_OPTIONS, useValue }] });
  return {
    client,
    posted,
    push(...notifications) {
      for (const notification of notifications) client.publish('/v2/me/chats', canonical(notification).data);
    },
    answerWith(reply) {
      answer = reply;
    },
  };
}
