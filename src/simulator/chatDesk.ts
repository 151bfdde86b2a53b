import { type ChatMessage, type ChatStatus, isFinal } from '../model/index.ts';
import { SCRIPT_EPOCH, type ScriptStep } from './chatScript.ts';
import { quoted } from './check.ts';
import type { LogNotification } from './logFaults.ts';
import type { Opening } from './opening.ts';
import { type SimulatedChat, simulatedChat } from './simulatedChat.ts';
import type { ChatTruth } from './simulator.ts';
import { type LoggedMessage, messageLogData, statusChangeData } from './wire.ts';

/** Where a desk's notifications go. */
export interface DeskOutlet {
  readonly state: (data: object) => void;
  readonly log: (notification: LogNotification) => void;
  /** Called before a chat's final state is told. */
  readonly ending: (chatId: string) => void;
}

/** All chats of the simulator, whether the script leads them or somebody by hand. */
export interface ChatDesk {
  readonly open: (opening: Opening, state: ChatStatus, at?: number) => string;
  readonly say: (chatId: string, from: string, text: string) => ChatMessage;
  readonly setState: (chatId: string, state: ChatStatus, at?: number) => void;
  /** Performs a step of the script. A chat that was ended by hand takes no more part in it. */
  readonly perform: (step: ScriptStep) => void;
  /** Ends the chats that the script has open. */
  readonly endScripted: () => void;
  readonly chatIds: () => readonly string[];
  readonly truth: (chatId: string) => ChatTruth;
}

/** How much virtual time passes with each thing that is done by hand. */
const BY_HAND = 1_000;

export function chatDesk(chatsUrl: string, outlet: DeskOutlet): ChatDesk {
  const chats = new Map<string, SimulatedChat>();
  const scripted = new Set<string>();
  let latest = SCRIPT_EPOCH;

  /** The script brings its own times; what is done by hand follows the latest of all. */
  function timeOf(at: number = latest + BY_HAND): number {
    latest = Math.max(latest, at);
    return at;
  }

  function chatOf(chatId: string): SimulatedChat {
    const chat = chats.get(chatId);
    if (chat === undefined) {
      throw new Error(
        `There is no chat ${quoted(chatId)}: open it with openChat(), or see chatIds() for those that are`,
      );
    }
    return chat;
  }

  function publishLog(chatId: string, chat: SimulatedChat, messages: readonly LoggedMessage[]): void {
    if (messages.length > 0) outlet.log({ chatId, data: messageLogData(chat.uri, messages) });
  }

  function setState(chatId: string, state: ChatStatus, at?: number): void {
    const chat = chatOf(chatId);
    if (isFinal(state)) outlet.ending(chatId);
    const joined = chat.enter(state, timeOf(at));
    outlet.state(statusChangeData(chat.snapshot()));
    publishLog(chatId, chat, joined);
  }

  function open(opening: Opening, state: ChatStatus, at?: number): string {
    const { chatId } = opening;
    if (chats.has(chatId)) {
      throw new Error(`There is a chat ${quoted(chatId)} already: leave id out to get a new one`);
    }
    chats.set(chatId, simulatedChat(opening, `${chatsUrl}/${encodeURIComponent(chatId)}`));
    setState(chatId, state, at);
    return chatId;
  }

  function perform(step: ScriptStep): void {
    if (step.kind === 'open') {
      scripted.add(step.opening.chatId);
      open(step.opening, step.state, step.at);
      return;
    }
    const { chatId } = step;
    const chat = chatOf(chatId);
    if (isFinal(chat.state())) return;
    if (step.kind === 'state') {
      setState(chatId, step.state, step.at);
      return;
    }
    const logged = step.entries.map(({ type, from, at, text }) => chat.log(type, from, timeOf(at), text));
    publishLog(chatId, chat, logged);
  }

  return {
    open,
    setState,
    perform,
    say(chatId, from, text) {
      const chat = chatOf(chatId);
      if (isFinal(chat.state())) {
        throw new Error(
          `Chat ${quoted(chatId)} is ${chat.state()}: nobody can speak in it; open another with openChat()`,
        );
      }
      const message = chat.log('Text', from, timeOf(), text);
      publishLog(chatId, chat, [message]);
      return message;
    },
    endScripted() {
      for (const chatId of scripted) {
        if (!isFinal(chatOf(chatId).state())) setState(chatId, 'Completed');
      }
    },
    chatIds: () => [...chats.keys()],
    truth: (chatId) => chatOf(chatId).truth(),
  };
}
