import type { ServerResponse } from 'node:http';
import { isFinal } from 'rx-chat-notifications';
import type { ChatTruth, Simulator } from 'rx-chat-notifications/simulator';
import type { Said, SaidMessage, ServerNews } from '../shared/news.ts';

const PERIOD = 500;

/** Tells a page, as server-sent events, what is really said from now on and which faults have taken effect; it is watching as long as it listens. */
export const newsStream =
  (simulator: Simulator, watching: Set<ServerResponse>) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const truth = truthTold(simulator);
    truth(); // what was said before nobody can have missed
    const tell = (): void => {
      const news: ServerNews = { said: truth(), fired: simulator.faults.fired };
      response.write(`data: ${JSON.stringify(news)}\n\n`);
    };
    tell();
    watching.add(response);
    const timer = setInterval(tell, PERIOD);
    response.once('close', () => {
      clearInterval(timer);
      watching.delete(response);
    });
  };

/** What was said since the last call. A chat that has ended is reported to its end, then no more. */
function truthTold(simulator: Simulator): () => readonly Said[] {
  const told = new Map<string, number>();
  const over = new Set<string>();
  let known = 0;
  const open = new Set<string>();

  function news({ chatId, status, messages }: ChatTruth): readonly Said[] {
    const from = told.get(chatId) ?? 0;
    told.set(chatId, messages.length);
    if (isFinal(status) && over.has(chatId)) {
      for (const kept of [told, over, open]) kept.delete(chatId);
    } else if (isFinal(status)) over.add(chatId);
    return messages.length > from ? [{ chatId, messages: messages.slice(from).map(saidMessage) }] : [];
  }

  return () => {
    const ids = simulator.chatIds();
    for (const chatId of ids.slice(known)) open.add(chatId);
    known = ids.length;
    return [...open].flatMap((chatId) => news(simulator.truth(chatId)));
  };
}

const saidMessage = ({ index, type, from, text }: ChatTruth['messages'][number]): SaidMessage =>
  text === undefined ? [index, type, from.participantId] : [index, type, from.participantId, text];
