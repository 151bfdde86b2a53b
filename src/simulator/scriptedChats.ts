import { isFinal } from '../model/index.ts';
import type { ChatDesk } from './chatDesk.ts';
import type { ScriptStep } from './chatScript.ts';

/** The chats that the script leads. */
export interface ScriptedChats {
  /** Performs a step of the script. A chat that was ended by hand takes no more part in it. */
  readonly perform: (step: ScriptStep) => void;
  /** Ends those that are open. */
  readonly end: () => void;
}

export function scriptedChats(desk: ChatDesk): ScriptedChats {
  const chatIds = new Set<string>();
  const isOver = (chatId: string): boolean => isFinal(desk.stateOf(chatId));
  return {
    perform(step) {
      if (step.kind === 'open') {
        chatIds.add(step.opening.chatId);
        desk.open(step.opening, step.state, step.at);
      } else if (isOver(step.chatId)) {
        return;
      } else if (step.kind === 'state') {
        desk.setState(step.chatId, step.state, { at: step.at });
      } else {
        desk.log(step.chatId, step.entries);
      }
    },
    end() {
      for (const chatId of chatIds) if (!isOver(chatId)) desk.setState(chatId, 'Completed');
    },
  };
}
