import type { Chat, ChatMessage, ChatStatus, MessageType, Participant } from '../model/index.ts';
import { quoted } from './check.ts';
import type { Dialect } from './dialect.ts';
import type { Opening } from './opening.ts';
import type { ChatTruth } from './simulator.ts';
import { capabilitiesIn, type LoggedMessage } from './wire.ts';

/** One chat on the server: its state, who is in it, and its message log. */
export interface SimulatedChat {
  /** Whose chat it is: on the wire, only this agent is told of it. */
  readonly owner: string;
  readonly state: () => ChatStatus;
  /** The chat as a state change shows it. */
  readonly snapshot: () => Chat & { readonly uri: string };
  readonly truth: () => ChatTruth;
  /** The message log from an index on, typing notices among it. */
  readonly logFrom: (index: number) => readonly LoggedMessage[];
  /** Moves on to a state and gives the log entries of those who join by it. */
  readonly enter: (state: ChatStatus, at: number) => readonly LoggedMessage[];
  /** The agent goes; gives the log entry that tells it. */
  readonly leave: (at: number) => LoggedMessage;
  /** What the agent who has not joined yet will be called in this chat. */
  readonly callAgent: (nickname: string) => void;
  readonly setUserData: (userData: Readonly<Record<string, unknown>>) => void;
  /** Adds an entry to the message log. `from` is `Customer`, `Agent` or the nickname of one who has joined. */
  readonly log: (type: MessageType, from: string, at: number, content: Content) => LoggedMessage;
}

/** What an entry of a message log says. Wire: a `PushUrl` has `url`, a `CustomNotice` has `noticeText`, and no `text`. */
export type Content = Pick<ChatMessage, 'text' | 'url' | 'noticeText'>;

/** Wire: typing notices are entries of the message log like any other, and use up its indices. */
const isTyping = ({ type }: ChatMessage): boolean => type === 'TypingStarted' || type === 'TypingStopped';

/** A chat that nobody has joined yet: the customer joins with the first state, the agent with `Chatting`. */
export function simulatedChat(opening: Opening, uri: string, dialect: Dialect): SimulatedChat {
  const { chatId } = opening;
  const customer = dialect.participant(opening.customer);
  const messages: LoggedMessage[] = [];
  let agent = dialect.participant(opening.agent);
  let { userData } = opening;
  let participants: readonly Participant[] = [];
  let state: ChatStatus = 'Idle';

  function append(
    type: MessageType,
    from: Participant,
    sentAt: number,
    rest: Content & Pick<ChatMessage, 'userData'>,
  ): LoggedMessage {
    const message = { index: messages.length + 1, type, from, ...rest, visibility: 'All', sentAt };
    messages.push(message);
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
    owner: agent.nickname,
    state: () => state,
    snapshot: () => ({
      userData,
      state,
      capabilities: capabilitiesIn(state),
      uri,
      participants,
      id: chatId,
    }),
    truth: () => ({
      chatId,
      status: state,
      participants,
      userData,
      messages: messages.filter((message) => !isTyping(message)),
    }),
    logFrom: (index) => messages.filter((message) => message.index >= index),
    enter(next, at) {
      state = next;
      const invited = next === 'Chatting' ? [customer, agent] : [customer];
      const joining = invited.filter((participant) => !participants.includes(participant));
      participants = [...participants, ...joining];
      return joining.map((participant) =>
        append('ParticipantJoined', participant, at, dialect.joining(participant, userData)),
      );
    },
    leave(at) {
      const leaving = present('Agent');
      participants = participants.filter((participant) => participant !== leaving);
      return append('ParticipantLeft', leaving, at, {});
    },
    callAgent(nickname) {
      if (!participants.includes(agent)) agent = { ...agent, nickname };
    },
    setUserData(next) {
      userData = next;
    },
    log: (type, from, at, content) => append(type, present(from), at, content),
  };
}
