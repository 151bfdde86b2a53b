import type { Simulator } from 'rx-chat-notifications/simulator';

const arrivesEvery = 15_000;
const answersEvery = 4_000;

/** Lets customers arrive one after the other, whom the agent has to accept, and who answer what is said to them. */
export function customersArrive(simulator: Simulator): { readonly end: () => void } {
  const chatIds: string[] = [];
  const hasState = (state: string) => (chatId: string) => simulator.truth(chatId).status === state;

  function arrive(): void {
    if (chatIds.some(hasState('Invited'))) return;
    const chatId = simulator.openChat({ state: 'Invited' });
    simulator.say(chatId, 'Customer', 'Hello? Is anybody there?');
    chatIds.push(chatId);
  }

  function answer(): void {
    for (const chatId of chatIds.filter(hasState('Chatting'))) {
      const last = simulator.truth(chatId).messages.at(-1);
      if (last?.type === 'Text' && last.from.type === 'Agent') {
        simulator.say(chatId, 'Customer', `What do you mean by "${last.text ?? ''}"?`);
      }
    }
  }

  arrive();
  const timers = [setInterval(arrive, arrivesEvery), setInterval(answer, answersEvery)];
  return {
    end() {
      timers.forEach(clearInterval);
    },
  };
}
