import { isFinal } from 'rx-chat-notifications';
import type { Simulator } from 'rx-chat-notifications/simulator';
import type { Opening } from './control.ts';

/** People whom no script leads: they talk on while the server is away, as people do. */
export interface Customers {
  /** Somebody new calls, and waits to be accepted; gives the chat. They answer each message. */
  readonly come: (opening: Opening) => { readonly chatId: string };
  readonly leave: () => void;
}

const PERIOD = 700;

const REMARKS = [
  'Hello? Are you still there?',
  'Take your time.',
  'I am still here.',
  'One more thing: can I change the address?',
  'It is really urgent.',
  'Did you get my last message?',
  'The page https://example.com/help says something else.',
];

export function customers(simulator: Simulator, isWatched: () => boolean): Customers {
  const mine = new Set<string>();
  let turn = 0;

  const say = (chatId: string): void => {
    turn += 1;
    simulator.say(chatId, 'Customer', REMARKS[turn % REMARKS.length] ?? '');
  };

  function answerAgents(): void {
    for (const chatId of mine) {
      const { status, messages } = simulator.truth(chatId);
      const last = messages.at(-1);
      if (isFinal(status)) mine.delete(chatId);
      else if (last?.from.type === 'Agent' && last.type !== 'ParticipantJoined') say(chatId);
    }
  }

  /** One of the chats that opened lately: those of long ago are over. */
  function talkOn(): void {
    const lately = simulator.chatIds().slice(-100);
    const open = lately.filter((chatId) => !mine.has(chatId) && !isFinal(simulator.truth(chatId).status));
    const chatId = open[turn % Math.max(open.length, 1)];
    if (chatId !== undefined) say(chatId);
  }

  const timer = setInterval(() => {
    answerAgents();
    if (isWatched()) talkOn(); // the script waits, too, while nobody listens
  }, PERIOD);
  return {
    come({ text = 'Hello, can you help me?', ...opening }) {
      const chatId = simulator.openChat({ state: 'Invited', ...opening });
      mine.add(chatId);
      simulator.say(chatId, 'Customer', text);
      return { chatId };
    },
    leave: () => {
      clearInterval(timer);
    },
  };
}
