import { interval, lastValueFrom, scan, startWith, take, tap, withLatestFrom } from 'rxjs';
import { type AwaitedReply, awaitingReply, chatSession, type ChatView, isFinal } from 'rx-chat-notifications';
import { startSimulator } from 'rx-chat-notifications/simulator';

const simulator = await startSimulator({ chats: 3, messagesPerSecond: 4 });
const session = chatSession({
  url: simulator.url, // for your own GWS: https://gws.example.com
  credentials: simulator.credentials, // credentials.basic('sam', password)
});

/** The customers who wait for an answer, by chat. */
const waiting$ = session.notifications$.pipe(
  awaitingReply({ self: () => false }), // agents and supervisors answer anyway
  scan((all, reply) => withReply(all, reply), new Map<string, AwaitedReply>()),
  startWith(new Map<string, AwaitedReply>()),
);

function withReply(all: ReadonlyMap<string, AwaitedReply>, reply: AwaitedReply): Map<string, AwaitedReply> {
  const next = new Map(all);
  if (reply.waiting.length === 0) next.delete(reply.chatId);
  else next.set(reply.chatId, reply);
  return next;
}

function rowOf({ participants, transcript }: ChatView, reply: AwaitedReply | undefined): string {
  const customer = participants.find(({ type }) => type === 'Customer')?.nickname ?? '?';
  const row = `  ${customer.padEnd(10)} ${String(transcript.length).padStart(3)} messages`;
  return reply === undefined
    ? row
    : `${row}, ${reply.waiting.length} unanswered: ${reply.waiting.at(-1)?.text ?? ''}`;
}

const board$ = interval(1_000).pipe(
  withLatestFrom(session.chats$, waiting$),
  take(8),
  tap(([, chats, waiting]) => {
    const open = [...chats.values()].filter(({ status = '' }) => !isFinal(status));
    console.log(`${open.length} open chats, ${waiting.size} waiting`);
    for (const view of open) console.log(rowOf(view, waiting.get(view.chatId)));
  }),
);

try {
  await session.ready(); // rejects if the server denies access
  await lastValueFrom(board$, { defaultValue: undefined });
} finally {
  await session.close();
  await simulator.stop();
}
