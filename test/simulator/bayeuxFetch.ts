import type { BasicCredentials, Simulator } from 'rx-chat-notifications/simulator';

/** The header of Basic authentication. */
export const basic = ({ user, password }: BasicCredentials): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** An HTTP session with all that a POST needs. */
export interface SignedIn {
  readonly me: Response;
  readonly headers: {
    readonly authorization: string;
    readonly cookie: string;
    readonly 'x-csrf-token': string;
  };
}

export async function signIn(
  { url, credentials: own }: Simulator,
  credentials: BasicCredentials | string = own,
): Promise<SignedIn> {
  const authorization = typeof credentials === 'string' ? `Bearer ${credentials}` : basic(credentials);
  const me = await fetch(`${url}/api/v2/me?subresources=*`, { headers: { authorization } });
  const [cookie = ''] = (me.headers.get('set-cookie') ?? '').split(';');
  return { me, headers: { authorization, cookie, 'x-csrf-token': me.headers.get('x-csrf-token') ?? '' } };
}

/** A Bayeux message, of which the tests look at a few fields. */
export interface Message {
  readonly channel: string;
  readonly data?: Data;
  readonly clientId?: string;
  readonly successful?: boolean;
  readonly error?: string;
}

/** The `data` of a notification of the seed's dialect. */
export interface Data {
  readonly messageType: 'ChatStateChangeMessage' | 'MessageLogUpdated';
  readonly notificationType: string;
  readonly referenceId?: number;
  readonly errorMessage?: string;
  readonly statusCode?: number;
  readonly chat?: WireChat;
  readonly chatUri?: string;
  readonly messages?: readonly WireMessage[];
}

export interface WireChat {
  readonly id: string;
  readonly state: string;
  readonly uri: string;
  readonly capabilities: readonly string[];
  readonly participants: readonly object[];
  readonly userData: object;
}

export interface WireMessage {
  readonly index: number;
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
  readonly noticeText?: string;
  readonly from: { readonly nickname: string };
  readonly timestamp: string;
  readonly timestampSeconds: number;
}

/** A subscriber made of `fetch` alone: no client library between the test and the wire. */
export interface Subscriber {
  readonly clientId: string;
  /** The notifications of the chats' channel, in the order of their arrival. */
  readonly received: Data[];
  /** Sends Bayeux messages beside the poll. */
  readonly post: (...messages: readonly object[]) => Promise<readonly Message[]>;
  /** Polls once. The server holds the poll until there is something to tell. */
  readonly poll: () => Promise<readonly Message[]>;
  /** Polls until the session is refused or the server is gone; resolves then. */
  readonly polling: () => Promise<void>;
}

/** Signs in, shakes hands and subscribes; polls only when told to. */
export async function subscribe(
  simulator: Simulator,
  subscription: string = simulator.channel,
  credentials: BasicCredentials = simulator.credentials,
): Promise<Subscriber> {
  const { headers } = await signIn(simulator, credentials);
  const received: Data[] = [];
  let cookie = headers.cookie;

  async function post(...messages: readonly object[]): Promise<readonly Message[]> {
    const response = await fetch(simulator.notificationsUrl, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify(messages),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const given = response.headers.get('set-cookie')?.split(';')[0];
    if (given !== undefined) cookie = `${headers.cookie}; ${given}`;
    // Cast: a Bayeux server replies with messages.
    const replies = (await response.json()) as readonly Message[];
    received.push(...replies.flatMap(({ data }) => data ?? []));
    return replies;
  }

  const [handshake] = await post({
    channel: '/meta/handshake',
    version: '1.0',
    supportedConnectionTypes: ['long-polling'],
  });
  const clientId = handshake?.clientId ?? '';
  await post({ channel: '/meta/subscribe', clientId, subscription });

  const poll = (): Promise<readonly Message[]> =>
    post({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });

  return {
    clientId,
    received,
    post,
    poll,
    async polling() {
      try {
        while ((await poll()).every(({ successful }) => successful !== false));
      } catch {
        // The server is gone.
      }
    },
  };
}

/** The message log entries of notifications, flattened. */
export const entriesOf = (
  received: readonly Data[],
): readonly (WireMessage & { readonly chatId: string })[] =>
  received.flatMap(({ chatUri = '', messages = [] }) =>
    messages.map((message) => ({ ...message, chatId: chatUri.slice(chatUri.lastIndexOf('/') + 1) })),
  );

/** A wire message as a decoder gives it. */
export function decoded({ timestamp, timestampSeconds, ...rest }: WireMessage): object {
  if (Date.parse(timestamp.replace(' ', 'T').replace('+0200', '+02:00')) !== timestampSeconds) {
    throw new Error(`${timestamp} is not ${timestampSeconds}`);
  }
  return { ...rest, sentAt: timestampSeconds };
}
