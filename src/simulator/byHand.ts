import type { ChatDesk } from './chatDesk.ts';
import { check, checkNames, checkRunning } from './check.ts';
import { asJson, opening } from './opening.ts';
import type { Random } from './random.ts';
import type { Simulator } from './simulator.ts';

type ByHand = Pick<
  Simulator,
  'openChat' | 'say' | 'startTyping' | 'stopTyping' | 'setState' | 'setUserData' | 'truth'
>;

/** The desk as its users have it: arguments are checked, and once the simulator was stopped nothing happens any more. */
export function byHand(desk: ChatDesk, random: Random, stopped: () => boolean): ByHand {
  return {
    openChat(options = {}) {
      check('openChat', 'options', options, 'an object');
      checkNames('openChat', options, ['id', 'customer', 'agent', 'userData', 'state']);
      const { state = 'Chatting', ...parts } = options;
      const { id, customer, agent, userData } = parts;
      check('openChat', 'state', state, 'a string that is not empty');
      if (id !== undefined) check('openChat', 'id', id, 'a string that is not empty');
      if (customer !== undefined) check('openChat', 'customer', customer, 'a string');
      if (agent !== undefined) check('openChat', 'agent', agent, 'a string');
      if (userData !== undefined) check('openChat', 'userData', userData, 'an object');
      checkRunning(stopped());
      return desk.open(opening(random, parts), state);
    },
    say(chatId, from, text) {
      check('say', 'chatId', chatId, 'a string');
      check('say', 'from', from, 'a string');
      check('say', 'text', text, 'a string');
      checkRunning(stopped());
      return desk.say(chatId, from, text);
    },
    startTyping(chatId, from, preview) {
      check('startTyping', 'chatId', chatId, 'a string');
      check('startTyping', 'from', from, 'a string');
      if (preview !== undefined) check('startTyping', 'preview', preview, 'a string');
      checkRunning(stopped());
      desk.notice(chatId, from, 'TypingStarted', preview);
    },
    stopTyping(chatId, from) {
      check('stopTyping', 'chatId', chatId, 'a string');
      check('stopTyping', 'from', from, 'a string');
      checkRunning(stopped());
      desk.notice(chatId, from, 'TypingStopped');
    },
    setState(chatId, state) {
      check('setState', 'chatId', chatId, 'a string');
      check('setState', 'state', state, 'a string that is not empty');
      checkRunning(stopped());
      desk.setState(chatId, state);
    },
    setUserData(chatId, userData) {
      check('setUserData', 'chatId', chatId, 'a string');
      check('setUserData', 'userData', userData, 'an object');
      const json = asJson('setUserData', userData);
      checkRunning(stopped());
      desk.setUserData(chatId, json);
    },
    truth(chatId) {
      check('truth', 'chatId', chatId, 'a string');
      return desk.truth(chatId);
    },
  };
}
