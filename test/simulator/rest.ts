import type { Simulator } from 'rx-chat-notifications/simulator';
import type { Chat } from 'rx-chat-notifications';
import { signIn, type WireMessage } from './bayeuxFetch.ts';

/** What the REST resources answer to `Sam`. */
export interface Rest {
  /** The ids of the chats that `GET /me` lists. */
  readonly list: () => Promise<readonly string[]>;
  /** The chats that `GET /me` lists. */
  readonly chats: () => Promise<readonly Chat[]>;
  /** The message log of a chat from an index on; nothing if the answer is 404. */
  readonly log: (chatId: string, index?: number) => Promise<readonly WireMessage[] | undefined>;
}

export async function rest(simulator: Simulator): Promise<Rest> {
  const { headers } = await signIn(simulator);
  const me = `${simulator.url}/api/v2/me`;

  async function chats(): Promise<readonly Chat[]> {
    // Cast: JSON knows no types.
    const { user } = (await (await fetch(me, { headers })).json()) as { user: { chats: readonly Chat[] } };
    return user.chats;
  }

  return {
    chats,
    list: async () => (await chats()).map(({ id }) => id),
    async log(chatId, index = 0) {
      const reply = await fetch(`${me}/chats/${chatId}/messages?index=${index}`, { headers });
      if (reply.status === 404) return undefined;
      // Cast: JSON knows no types.
      return ((await reply.json()) as { messages: readonly WireMessage[] }).messages;
    },
  };
}

export const textsOf = (log: readonly WireMessage[] | undefined): readonly string[] | undefined =>
  log?.flatMap(({ text }) => text ?? []);
