import { NEVER } from 'rxjs';
import { byUser, chatSession, type UnreadCount, unreadCount } from 'rx-chat-notifications';
import { describe, expect, it } from 'vitest';
import { simulate } from './running.ts';

/** The answer to `GET /me`. */
interface Me {
  readonly user: { readonly id: string; readonly uri: string };
}

describe.each(['v2', 'v3'] as const)('the users of the simulator, dialect %s', (dialect) => {
  it('GET /me names the user whom byUser finds among the participants', async () => {
    const simulator = await simulate({ dialect });
    await using session = chatSession({
      url: simulator.url,
      channel: simulator.channel,
      credentials: simulator.credentials,
    });
    await session.ready();
    const { user } = (await (await session.fetch('/api/v2/me')).json()) as Me; // cast: JSON knows no types
    simulator.openChat({ id: 'A', customer: 'Sam' }); // the agent's namesake
    await simulator.drain();

    const { participants = [] } = session.chats.get('A') ?? {};
    expect(participants.filter(byUser(user.uri)).map(({ type }) => type)).toEqual(['Agent']);
    expect(participants.filter(byUser(user.id)).map(({ type }) => type)).toEqual(['Agent']);
    expect(simulator.truth('A').participants).toEqual(participants);
  });

  it.each(['while connected', 'before the session starts'])(
    'own messages of a chat opened %s do not count as unread',
    async (when) => {
      const simulator = await simulate({ dialect });
      await using session = chatSession({
        url: simulator.url,
        channel: simulator.channel,
        credentials: simulator.credentials,
      });
      if (when === 'while connected') await session.ready();
      simulator.openChat({ id: 'A', customer: 'Ann' });
      simulator.say('A', 'Agent', 'How may I help you?');
      simulator.say('A', 'Customer', 'My order is late');
      await session.ready();
      const { user } = (await (await session.fetch('/api/v2/me')).json()) as Me; // cast: JSON knows no types
      let last: UnreadCount | undefined;
      session.notifications$
        .pipe(unreadCount({ self: byUser(user.uri), read$: NEVER }))
        .subscribe((count) => (last = count));
      await simulator.drain();
      expect(last).toEqual({ chatId: 'A', unread: 1, firstUnreadIndex: 4 });
    },
  );
});
