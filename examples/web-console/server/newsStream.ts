import type { ServerResponse } from 'node:http';
import { isFinal } from 'rx-chat-notifications';
import type { ChatTruth, Simulator } from 'rx-chat-notifications/simulator';
import type { SentMessages, SentMessage, ServerNews } from '../shared/news.ts';

const PERIOD = 500;

/** Streams to a page, as server-sent events, the messages that are really sent from now on and the faults that took effect. The page counts as watching until it disconnects. */
export const newsStream =
  (simulator: Simulator, watching: Set<ServerResponse>) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const truth = unreportedTruth(simulator);
    truth(); // earlier messages cannot have been missed
    const report = (): void => {
      const news: ServerNews = { sent: truth(), fired: simulator.faults.fired };
      response.write(`data: ${JSON.stringify(news)}\n\n`);
    };
    report();
    watching.add(response);
    const timer = setInterval(report, PERIOD);
    response.once('close', () => {
      clearInterval(timer);
      watching.delete(response);
    });
  };

/** The messages sent since the last call. A chat that has ended is reported to its end, then no more. */
function unreportedTruth(simulator: Simulator): () => readonly SentMessages[] {
  const reported = new Map<string, number>();
  const over = new Set<string>();
  let known = 0;
  const open = new Set<string>();

  function news({ chatId, status, messages }: ChatTruth): readonly SentMessages[] {
    const from = reported.get(chatId) ?? 0;
    reported.set(chatId, messages.length);
    if (isFinal(status) && over.has(chatId)) {
      for (const kept of [reported, over, open]) kept.delete(chatId);
    } else if (isFinal(status)) over.add(chatId);
    return messages.length > from ? [{ chatId, messages: messages.slice(from).map(sentMessage) }] : [];
  }

  return () => {
    const ids = simulator.chatIds();
    for (const chatId of ids.slice(known)) open.add(chatId);
    known = ids.length;
    return [...open].flatMap((chatId) => news(simulator.truth(chatId)));
  };
}

const sentMessage = ({ index, type, from, text }: ChatTruth['messages'][number]): SentMessage =>
  text === undefined ? [index, type, from.participantId] : [index, type, from.participantId, text];
