import { CHATS_CHANNEL, NOTIFICATIONS_PATH } from './bayeuxEndpoint.ts';
import { byHand } from './byHand.ts';
import { chatDesk } from './chatDesk.ts';
import { chatScript } from './chatScript.ts';
import { check, checkRunning } from './check.ts';
import { simulatorFaults } from './faults.ts';
import { openHost } from './host.ts';
import { logFaults } from './logFaults.ts';
import { seededRandom } from './random.ts';
import { runScript } from './scriptRunner.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

/**
 * Starts a GWS of its own in this process: a real HTTP server on 127.0.0.1 with a real CometD endpoint at
 * `/api/v2/notifications` that publishes on `/v2/me/chats`, by long polling, in the words of GWS v2.
 *
 * Chats are led by hand (`openChat`, `say`, `setState`), by a seeded script (`chats` above 0), or both. The script
 * waits while nobody is subscribed. The same `seed` and `chats` give the same chats, texts and times.
 *
 * Rejects with a `TypeError` that names the option when one is not what it must be, and with the error of
 * `node:net` (`EADDRINUSE`) when the port is taken.
 *
 * @example
 * import { startSimulator } from 'rx-chat-notifications/simulator';
 *
 * const simulator = await startSimulator();
 * const chatId = simulator.openChat({ customer: 'Ada' });
 * simulator.say(chatId, 'Ada', 'Hello?');
 * simulator.say(chatId, 'Agent', 'How may I help you?');
 *
 * for (const { index, type, from, text } of simulator.truth(chatId).messages) {
 *   console.log(index, from.nickname, text ?? type);
 * }
 * // → 1 Ada ParticipantJoined
 * // → 2 Sam ParticipantJoined
 * // → 3 Ada Hello?
 * // → 4 Sam How may I help you?
 * await simulator.stop();
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  check('startSimulator', 'options', options, 'an object');
  const { port = 0, seed = 1, chats = 0, messagesPerSecond = 10 } = options;
  check('startSimulator', 'port', port, 'a port from 0 to 65535');
  check('startSimulator', 'seed', seed, 'a whole number');
  check('startSimulator', 'chats', chats, 'a whole number from 0 up');
  check('startSimulator', 'messagesPerSecond', messagesPerSecond, 'a finite number above 0');

  const host = await openHost(port);
  const url = `http://127.0.0.1:${host.port}`;
  const logs = logFaults(host.publish, host.heard);
  const desk = chatDesk(`${url}/api/v2/chats`, { state: host.publish, log: logs.send, ending: logs.flush });
  const script = runScript({
    steps: chatScript(seed, chats),
    messagesPerSecond,
    heard: host.heard,
    perform: desk.perform,
  });
  let stopping: Promise<void> | undefined;

  function stop(): Promise<void> {
    script.end();
    return (stopping ??= host.stop());
  }

  return {
    url,
    notificationsUrl: url + NOTIFICATIONS_PATH,
    channel: CHATS_CHANNEL,
    faults: simulatorFaults(host, logs, script),
    // What is opened by hand takes nothing from the script's random numbers.
    ...byHand(desk, seededRandom(~seed), host.stopped),
    chatIds: desk.chatIds,
    async drain() {
      checkRunning(host.stopped());
      script.end();
      await host.returned();
      desk.endScripted();
      logs.flush();
      await host.handedOver();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
