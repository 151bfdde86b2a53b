import {
  type ChatMessage,
  type ChatNotification,
  chatSession,
  type ChatSession,
  type ChatStateChange,
  type ChatView,
  chatViews,
  type ConnectionStatus,
  participantChanges,
  statusChanges,
  transcriptAccumulator,
  userDataChanges,
} from 'rx-chat-notifications';
import { type Observable, Subscription } from 'rxjs';
import type { ChaosServer, Engine } from './engines.ts';
import type { Aspect, Book, HeldChat } from './verdict.ts';

/** The toolkit in use. */
export interface Subject {
  readonly session: ChatSession;
  readonly books: () => readonly Book[];
  /** Whether the session has emitted a chat. */
  readonly knows: (chatId: string) => boolean;
  readonly status: () => ConnectionStatus | undefined;
  /** How often the session has connected. */
  readonly connections: () => number;
  /** How often what was missed has been backfilled. */
  readonly backfills: () => number;
  /** Lets one more subscriber join. */
  readonly join: (name: string) => void;
  /** What ended that should not have. */
  readonly problems: readonly string[];
  /** How many messages came by which way, and how many failures were told. */
  readonly counts: Readonly<Record<'live' | 'history' | 'failures', number>>;
  readonly close: () => Promise<void>;
}

const ALL: readonly Aspect[] = ['messages', 'order', 'status', 'participants', 'userData'];

const ofView = ({ status, participants, userData, transcript: { messages } }: ChatView): HeldChat => ({
  status,
  participants,
  userData,
  messages,
});

/** A session with its default history, and the operators over it. */
export function subjectOf(server: ChaosServer, engine: Engine): Subject {
  let connections = 0;
  const session = chatSession({
    url: server.url,
    channel: server.channel,
    credentials: server.credentials,
    retry: { initialDelay: 20, maxDelay: 200 },
    logger: () => undefined,
    ...engine.session,
  });
  const { notifications$ } = session;
  const subscriptions = new Subscription();
  const problems: string[] = [];
  const inferred = new Set<string>();
  const known = new Set<string>();
  const books: (() => Book)[] = [];
  const counts = { live: 0, history: 0, failures: 0 };
  const versions = new Map<string, { readonly version: number; readonly lagged: number }>();
  let status: ConnectionStatus | undefined;
  let backfills = 0;

  function listen<T>(name: string, stream$: Observable<T>, next: (value: T) => void): void {
    const error = (reason: unknown): void => {
      problems.push(`${name} ended: ${String(reason)}`);
    };
    subscriptions.add(stream$.subscribe({ next, error }));
  }

  /** Keeps what a stream tells last of each chat, and reads it when it is asked for. */
  function keep<T extends { readonly chatId: string }>(
    name: string,
    aspects: readonly Aspect[],
    stream$: Observable<T>,
    read: (last: T) => HeldChat,
  ): void {
    const last = new Map<string, T>();
    listen(name, stream$, (value) => last.set(value.chatId, value));
    books.push(() => {
      const chats = new Map(Array.from(last, ([chatId, value]) => [chatId, read(value)]));
      return { name, aspects, chats, inferred };
    });
  }

  /** Keeps all messages that pass: each has to, and none twice, in whatever order. */
  function heap(name: string, next: (notification: ChatNotification) => void): void {
    const chats = new Map<string, { readonly messages: ChatMessage[] }>();
    listen(name, notifications$, (notification) => {
      next(notification);
      if (notification.kind !== 'messages') return;
      const held = chats.get(notification.chatId) ?? { messages: [] };
      held.messages.push(...notification.messages.filter(({ type }) => !type.startsWith('Typing')));
      chats.set(notification.chatId, held);
    });
    books.push(() => ({ name, aspects: ['messages'], chats, inferred }));
  }

  function note(notification: ChatNotification): void {
    const { chatId = '', kind, origin } = notification;
    known.add(chatId);
    if (kind === 'chat' && notification.synthetic === true) inferred.add(chatId);
    else if (kind === 'chat') inferred.delete(chatId);
    if (kind === 'chat') noteVersion(notification);
    if (kind === 'messages' && origin !== 'snapshot') counts[origin] += notification.messages.length;
  }

  /** A list must not overrule what was pushed before it was requested, nor meanwhile, unless REST lags. */
  function noteVersion({ chatId, chat, origin }: ChatStateChange): void {
    const version = Number(chat.userData?.['version'] ?? -1);
    const lagged = server.faults.fired.restLag;
    const before = versions.get(chatId) ?? { version: 0, lagged };
    if (version < 0) return;
    if (origin === 'snapshot' && version < before.version && before.lagged === lagged) {
      problems.push(`a snapshot of ${chatId} took it back from version ${before.version} to ${version}`);
    }
    versions.set(chatId, { version, lagged });
  }

  listen('status$', session.status$, (emitted) => {
    if (emitted.state === 'connected' && status?.state !== 'connected') connections += 1;
    status = emitted;
  });
  listen('failures$', session.failures$, () => (counts.failures += 1));
  listen('backfilled$', session.backfilled$, () => (backfills += 1));
  heap('notifications$', note);
  keep(
    'transcriptAccumulator',
    ['messages', 'order'],
    notifications$.pipe(transcriptAccumulator()),
    ({ messages }) => ({ messages }),
  );
  keep('statusChanges', ['status'], notifications$.pipe(statusChanges()), (last) => ({
    status: last.current,
  }));
  keep('participantChanges', ['participants'], notifications$.pipe(participantChanges()), (last) => ({
    participants: last.current,
  }));
  keep('userDataChanges', ['userData'], notifications$.pipe(userDataChanges()), (last) => ({
    userData: last.current,
  }));
  let directory: ReadonlyMap<string, ChatView> = new Map();
  listen('chats$', session.chats$, (emitted) => (directory = emitted));
  books.push(() => {
    const chats = new Map(Array.from(directory, ([chatId, view]) => [chatId, ofView(view)]));
    return { name: 'chats$', aspects: ALL, chats, inferred };
  });

  return {
    session,
    books: () => books.map((book) => book()),
    knows: (chatId) => known.has(chatId),
    status: () => status,
    connections: () => connections,
    backfills: () => backfills,
    join(name) {
      heap(name, () => undefined);
      keep(`${name}, chatViews`, ALL, notifications$.pipe(chatViews()), ofView);
    },
    problems,
    counts,
    async close() {
      subscriptions.unsubscribe();
      await session.close();
    },
  };
}
