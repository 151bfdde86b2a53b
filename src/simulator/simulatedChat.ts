import type { Chat, ChatMessage, ChatStatus, MessageType, Participant } from '../model/index.ts';
import { quoted } from './check.ts';
import type { Opening } from './opening.ts';
import type { ChatTruth } from './simulator.ts';
import { capabilitiesIn, type LoggedMessage } from './wire.ts';

/** One chat on the server: its state, who is in it, and its message log. */
export interface SimulatedChat {
  readonly uri: string;
  readonly state: () => ChatStatus;
  /** The chat as a state change shows it. */
  readonly snapshot: () => Chat;
  readonly truth: () => ChatTruth;
  /** Moves on to a state and gives the log entries of those who join by it. */
  readonly enter: (state: ChatStatus, at: number) => readonly LoggedMessage[];
  /** Adds an entry to the message log. `from` is `Customer`, `Agent` or the nickname of one who has joined. */
  readonly log: (type: MessageType, from: string, at: number, text?: string) => LoggedMessage;
}

/** Wire: typing notices are entries of the message log like any other, and use up its indices. */
const isTyping = (type: MessageType): boolean => type === 'TypingStarted' || type === 'TypingStopped';

/** A chat that nobody has joined yet: the customer joins with the first state, the agent with `Chatting`. */
export function simulatedChat({ chatId, customer, agent, userData }: Opening, uri: string): SimulatedChat {
  const participants: Participant[] = [];
  const messages: ChatMessage[] = [];
  let state: ChatStatus = 'Idle';
  let lastIndex = 0;

  function append(type: MessageType, from: Participant, sentAt: number, text?: string): LoggedMessage {
    const said = text === undefined ? {} : { text };
    const message = { index: ++lastIndex, type, from, ...said, visibility: 'All', sentAt };
    if (!isTyping(type)) messages.push(message);
    return message;
  }

  function present(who: string): Participant {
    const found =
      participants.find(({ type }) => type === who) ?? participants.find(({ nickname }) => nickname === who);
    if (found !== undefined) return found;
    const names = participants.map(({ type, nickname }) => `${type} (${quoted(nickname)})`).join(', ');
    throw new Error(`${quoted(who)} is not in chat ${quoted(chatId)}. Who is: ${names}`);
  }

  return {
    uri,
    state: () => state,
    snapshot: () => ({
      userData,
      state,
      capabilities: capabilitiesIn(state),
      uri,
      participants: [...participants],
      id: chatId,
    }),
    truth: () => ({
      chatId,
      status: state,
      participants: [...participants],
      userData,
      messages: [...messages],
    }),
    enter(next, at) {
      state = next;
      const invited = next === 'Chatting' ? [customer, agent] : [customer];
      const joining = invited.filter((participant) => !participants.includes(participant));
      participants.push(...joining);
      return joining.map((participant) => append('ParticipantJoined', participant, at));
    },
    log: (type, from, at, text) => append(type, present(from), at, text),
  };
}
