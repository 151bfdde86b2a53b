import { type Chat, type ChatMessage, type ChatStatus, isFinal, type MessageType } from '../model/index.ts';
import { SCRIPT_EPOCH } from './chatScript.ts';
import { quoted } from './check.ts';
import type { Dialect, StateChange } from './dialect.ts';
import type { LogNotification } from './logFaults.ts';
import type { Opening } from './opening.ts';
import { type Content, type SimulatedChat, simulatedChat } from './simulatedChat.ts';
import type { ChatTruth } from './simulator.ts';
import type { LoggedMessage } from './wire.ts';

/** Where a desk's notifications go. */
export interface DeskOutlet {
  readonly state: (agent: string, data: object) => void;
  readonly log: (notification: LogNotification) => void;
  /** Called before the final state of a chat is pushed. */
  readonly ending: (chatId: string) => void;
}

/** What somebody adds to a message log. */
export interface Entry extends Content {
  readonly type: MessageType;
  readonly from: string;
  /** The script brings its own times; what is done by hand follows the latest of all. */
  readonly at?: number;
}

/** When a change happens, if the script says so, and which operation caused it, if one did. */
export interface Cause {
  readonly at?: number;
  readonly referenceId?: number;
}

/** All chats of the simulator. An unknown chat is an `Error`. */
export interface ChatDesk {
  readonly open: (opening: Opening, state: ChatStatus, at?: number) => string;
  /** Adds entries to a message log and publishes them in one notification. */
  readonly log: (chatId: string, entries: readonly Entry[], cause?: Cause) => void;
  readonly say: (chatId: string, from: string, text: string) => ChatMessage;
  /** Publishes a typing notice, with a preview if there is one. */
  readonly notice: (chatId: string, from: string, type: TypingNotice, preview?: string) => void;
  readonly setState: (chatId: string, state: ChatStatus, cause?: Cause) => void;
  readonly setUserData: (chatId: string, userData: Readonly<Record<string, unknown>>, cause?: Cause) => void;
  /** The agent joins, under a name of their choice. */
  readonly accept: (chatId: string, nickname: string | undefined, cause: Cause) => void;
  /** The agent goes, and the chat is over for them. */
  readonly leave: (chatId: string, cause: Cause) => void;
  /** Pushes that an operation failed. */
  readonly fail: (chatId: string, referenceId: number, statusCode: number, errorMessage: string) => void;
  readonly chatIds: () => readonly string[];
  readonly stateOf: (chatId: string) => ChatStatus;
  readonly truth: (chatId: string) => ChatTruth;
  /** Empties the message log of a chat; its next entry has index 1. */
  readonly restartIndices: (chatId: string) => void;
  /** What an agent could see at an instant of `performance.now()`. */
  readonly at: (instant: number) => DeskView;
}

/** What the chats were like at an instant. */
export interface DeskView {
  readonly has: (agent: string, chatId: string) => boolean;
  /** The chats of an agent that are not over, as state changes show them. */
  readonly current: (agent: string) => readonly Chat[];
  readonly logFrom: (chatId: string, index: number) => readonly LoggedMessage[];
}

type TypingNotice = 'TypingStarted' | 'TypingStopped';

/** How much virtual time passes with each thing that is done by hand. */
const BY_HAND = 1_000;

/** What a desk works with. */
export interface DeskOptions {
  readonly dialect: Dialect;
  readonly uriOf: (chatId: string) => string;
  readonly outlet: DeskOutlet;
}

export function chatDesk({ dialect, uriOf, outlet }: DeskOptions): ChatDesk {
  const chats = new Map<string, SimulatedChat>();
  let latest = SCRIPT_EPOCH;

  function timeOf(at: number = latest + BY_HAND): number {
    latest = Math.max(latest, at);
    return at;
  }

  function chatOf(chatId: string): SimulatedChat {
    const chat = chats.get(chatId);
    if (chat !== undefined) return chat;
    throw new Error(
      `There is no chat ${quoted(chatId)}: open it with openChat(), or see chatIds() for those that are`,
    );
  }

  function speakableChat(chatId: string): SimulatedChat {
    const chat = chatOf(chatId);
    if (!isFinal(chat.state())) return chat;
    throw new Error(
      `Chat ${quoted(chatId)} is ${chat.state()}: nobody can speak in it; open another with openChat()`,
    );
  }

  function publishLog(chatId: string, messages: readonly LoggedMessage[], { referenceId }: Cause = {}): void {
    const { owner, snapshot } = chatOf(chatId);
    if (messages.length === 0) return;
    const data = dialect.messageLog(messages, { chat: snapshot(), referenceId });
    outlet.log({ chatId, agent: owner, data });
  }

  function log(chatId: string, entries: readonly Entry[], cause?: Cause): readonly LoggedMessage[] {
    const chat = chatOf(chatId);
    const logged = entries.map(({ type, from, at, ...content }) => chat.log(type, from, timeOf(at), content));
    publishLog(chatId, logged, cause);
    return logged;
  }

  function pushState({ owner, snapshot }: SimulatedChat, what: StateChange, cause?: Cause): void {
    outlet.state(owner, dialect.stateChange(what, { chat: snapshot(), referenceId: cause?.referenceId }));
  }

  function setState(chatId: string, state: ChatStatus, cause: Cause = {}): void {
    const chat = chatOf(chatId);
    if (isFinal(state)) outlet.ending(chatId);
    const joined = chat.enter(state, timeOf(cause.at));
    pushState(chat, 'StatusChange', cause);
    publishLog(chatId, joined, cause);
  }

  return {
    log,
    setState,
    open(opening, state, at) {
      const { chatId } = opening;
      if (chats.has(chatId)) {
        throw new Error(`There is a chat ${quoted(chatId)} already: leave id out to get a new one`);
      }
      chats.set(chatId, simulatedChat(opening, uriOf(chatId), dialect));
      setState(chatId, state, at === undefined ? {} : { at });
      return chatId;
    },
    say(chatId, from, text) {
      const message = speakableChat(chatId).log('Text', from, timeOf(), { text });
      publishLog(chatId, [message]);
      return message;
    },
    notice(chatId, from, type, preview) {
      const content = preview === undefined ? {} : { text: preview };
      publishLog(chatId, [speakableChat(chatId).log(type, from, timeOf(), content)]);
    },
    setUserData(chatId, userData, cause) {
      const chat = chatOf(chatId);
      chat.setUserData(userData);
      pushState(chat, 'PropertiesUpdated', cause);
    },
    accept(chatId, nickname, cause) {
      if (nickname !== undefined) chatOf(chatId).callAgent(nickname);
      setState(chatId, 'Chatting', cause);
    },
    leave(chatId, cause) {
      publishLog(chatId, [chatOf(chatId).leave(timeOf())], cause);
      setState(chatId, 'Completed', cause);
    },
    fail(chatId, referenceId, statusCode, errorMessage) {
      const { owner, snapshot } = chatOf(chatId);
      const context = { chat: snapshot(), referenceId };
      outlet.state(owner, dialect.operationError(statusCode, errorMessage, context));
    },
    chatIds: () => [...chats.keys()],
    stateOf: (chatId) => chatOf(chatId).state(),
    truth: (chatId) => chatOf(chatId).truth(),
    restartIndices(chatId) {
      chatOf(chatId).restartIndices();
    },
    at: (instant) => ({
      has(agent, chatId) {
        const chat = chats.get(chatId);
        return chat?.owner === agent && chat.snapshotAt(instant) !== undefined;
      },
      current: (agent) =>
        [...chats.values()]
          .filter(({ owner }) => owner === agent)
          .flatMap(({ snapshotAt }) => snapshotAt(instant) ?? [])
          .filter(({ state }) => !isFinal(state)),
      logFrom: (chatId, index) => chatOf(chatId).logFrom(index, instant),
    }),
  };
}
