import type { Chat, ChatMessage, ChatStatus, MessageType, Participant } from '../model/index.ts';
import { quoted } from './check.ts';
import type { Dialect } from './dialect.ts';
import type { Opening } from './opening.ts';
import type { ChatTruth } from './simulator.ts';
import { timeline } from './timeline.ts';
import { userOf } from './userOf.ts';
import { capabilitiesIn, type LoggedMessage } from './wire.ts';

/** A chat as a state change shows it. */
export type Snapshot = Chat & { readonly uri: string };

/** One chat on the server: its state, who is in it, and its message log. */
export interface SimulatedChat {
  /** The agent of the chat: only this agent receives its notifications. */
  readonly owner: string;
  readonly state: () => ChatStatus;
  /** The chat as a state change shows it. */
  readonly snapshot: () => Snapshot;
  /** The snapshot of an instant of `performance.now()`; nothing before its first state. */
  readonly snapshotAt: (instant: number) => Snapshot | undefined;
  readonly truth: () => ChatTruth;
  /** The message log of an instant from an index on, typing notices among it. */
  readonly logFrom: (index: number, instant: number) => readonly LoggedMessage[];
  /** Empties the message log; the next entry has index 1. The truth keeps what was said. */
  readonly restartIndices: () => void;
  /** Moves on to a state and gives the log entries of those who join by it. */
  readonly enter: (state: ChatStatus, at: number) => readonly LoggedMessage[];
  /** The agent leaves; returns the log entry about it. */
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
  let agent: Participant = {
    ...dialect.participant(opening.agent),
    ...dialect.userFields(userOf(opening.agent.nickname)),
  };
  let { userData } = opening;
  let participants: readonly Participant[] = [];
  let state: ChatStatus = 'Idle';
  const snapshots = timeline<Snapshot>();
  /** The part of `messages` that the message log consists of. */
  const logs = timeline<{ readonly from: number; readonly to: number }>();
  /** Where in `messages` each numbering after the first starts. */
  const restarts: number[] = [];

  const firstOfLog = (): number => restarts.at(-1) ?? 0;

  const snapshot = (): Snapshot => ({
    userData,
    state,
    capabilities: capabilitiesIn(state),
    uri,
    participants,
    id: chatId,
    ...(participants.includes(agent) && dialect.ownFields(agent)),
  });

  function append(
    type: MessageType,
    from: Participant,
    sentAt: number,
    rest: Content & Pick<ChatMessage, 'userData'>,
  ): LoggedMessage {
    const index = messages.length - firstOfLog() + 1;
    const message = { index, type, from: dialect.author(from), ...rest, visibility: 'All', sentAt };
    messages.push(message);
    logs.add({ from: firstOfLog(), to: messages.length });
    return message;
  }

  /** A message as a client holds it that recognizes each restart of the indices. */
  function inEpoch(message: LoggedMessage, position: number): LoggedMessage {
    const epoch = restarts.filter((start) => start <= position).length + 1;
    return epoch === 1 ? message : { ...message, epoch };
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
    snapshot,
    snapshotAt: snapshots.at,
    truth: () => ({
      chatId,
      status: state,
      participants,
      userData,
      messages: messages.map(inEpoch).filter((message) => !isTyping(message)),
    }),
    logFrom(index, instant) {
      const { from, to } = logs.at(instant) ?? { from: 0, to: 0 };
      return messages.slice(from, to).filter((message) => message.index >= index);
    },
    restartIndices() {
      if (firstOfLog() < messages.length) restarts.push(messages.length);
      logs.add({ from: messages.length, to: messages.length });
    },
    enter(next, at) {
      state = next;
      const invited = next === 'Chatting' ? [customer, agent] : [customer];
      const joining = invited.filter((participant) => !participants.includes(participant));
      participants = [...participants, ...joining];
      snapshots.add(snapshot());
      return joining.map((participant) =>
        append('ParticipantJoined', participant, at, dialect.joining(participant, userData)),
      );
    },
    leave(at) {
      const leaving = present('Agent');
      participants = participants.filter((participant) => participant !== leaving);
      snapshots.add(snapshot());
      return append('ParticipantLeft', leaving, at, {});
    },
    callAgent(nickname) {
      if (!participants.includes(agent)) agent = { ...agent, nickname };
    },
    setUserData(next) {
      userData = next;
      snapshots.add(snapshot());
    },
    log: (type, from, at, content) => append(type, present(from), at, content),
  };
}
