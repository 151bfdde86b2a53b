import { fromEvent, NEVER } from 'rxjs';
import { chatSession, credentials } from 'rx-chat-notifications';
import { messagesOn } from './desk.ts';
import { watch, write } from './watch.ts';
import { counted } from './words.ts';

/** Where the chats are, and whose. */
export interface Account {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Watches a real GWS until Ctrl-C. */
export async function live({ url, user, password }: Account): Promise<void> {
  const session = chatSession({
    url,
    credentials: credentials.basic(user, password),
    logger: () => undefined, // the view shows all of it
  });
  const intro = [`rx-chat-notifications: the chats of ${user} at ${url}.`, 'Ctrl-C ends it.'];
  try {
    const desk = await watch(session, { intro }, fromEvent(process, 'SIGINT'), NEVER);
    write('');
    write(
      `Seen: ${counted(messagesOn(desk), 'message')} in ${counted(desk.chats.size, 'chat')}, ` +
        `${desk.putInOrder} put in order, ${desk.failures} not decoded.`,
    );
  } finally {
    await session.close();
  }
}
