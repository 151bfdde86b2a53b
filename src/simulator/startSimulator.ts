import { accessOf } from './access.ts';
import { accounts } from './accounts.ts';
import { type BayeuxEngine, bayeuxServer } from './bayeuxServer.ts';
import { byHand } from './byHand.ts';
import { chatDesk } from './chatDesk.ts';
import { chatScript } from './chatScript.ts';
import { checkRunning } from './check.ts';
import { checkedOptions } from './checkedOptions.ts';
import { cutFaults } from './cutFaults.ts';
import { DIALECTS } from './dialects.ts';
import { simulatorFaults } from './faults.ts';
import { guardedGate, openGate } from './gate.ts';
import { openHost } from './host.ts';
import { logFaults } from './logFaults.ts';
import { networkFaults } from './networkFaults.ts';
import { AGENT } from './opening.ts';
import { operations } from './operations.ts';
import { seededRandom } from './random.ts';
import { NOTIFICATIONS_PATH, requests } from './requests.ts';
import { restApi } from './restApi.ts';
import { restFaults } from './restFaults.ts';
import { scenarios } from './scenarios.ts';
import { scriptedChats } from './scriptedChats.ts';
import { runScript } from './runScript.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';
import { statusFaults } from './statusFaults.ts';

/**
 * Starts a GWS of its own in this process: a real HTTP server on 127.0.0.1 with a real CometD endpoint at
 * `/api/v2/notifications` that publishes on `/v2/me/chats`, by long polling, in the words of GWS v2 (or of Workspace v3: `dialect`). Each
 * agent hears the chats of their own.
 *
 * Beside it, in the answers of GWS (`statusCode`, and `statusMessage` if something is wrong):
 * - `GET /api/v2/me`: the agent and their chats that are not over; opens an HTTP session and gives its CSRF token;
 * - `POST /api/v2/me/chats/{id}`: an operation, such as `{"operationName":"SendMessage","text":"Hello"}`. Its
 *   notifications bear the `referenceId` of the reply, also if the chat's state does not allow the operation;
 * - `GET /api/v2/me/chats/{id}/messages?index=N`: the message log from that index on, at most `pageSize` messages.
 *
 * Chats are led by hand (`openChat`, `say`, `startTyping`, `setState`, `setUserData`, `run`), by operations, by a seeded script (`chats` above 0), or both. The script
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
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return simulatorOver(bayeuxServer, options);
}

/** The same simulator over another Bayeux server. */
export async function simulatorOver(engine: BayeuxEngine, options: SimulatorOptions): Promise<Simulator> {
  const {
    port,
    seed,
    chats,
    messagesPerSecond,
    dialect: name,
    authentication,
    csrf,
    restLag,
    pageSize,
    allowedOrigins,
    ...bayeux
  } = checkedOptions(options);
  const dialect = DIALECTS[name];
  const signIn = accounts();
  const network = networkFaults(seededRandom(seed));
  const statuses = statusFaults();
  const desk = chatDesk({
    dialect,
    uriOf: (chatId) => `${url}/api/v2/chats/${encodeURIComponent(chatId)}`,
    outlet: {
      state: (agent, data) => {
        host.publish(agent, data);
      },
      log: (notification) => {
        logs.send(notification);
      },
      ending: (chatId) => {
        logs.flush(chatId);
      },
    },
  });
  const rest = restFaults(desk, restLag);
  const cuts = cutFaults(seededRandom(seed));
  const host = await openHost({
    port,
    engine,
    bayeux: { ...bayeux, channel: dialect.channel, hearsAll: !authentication },
    network,
    requests: requests({
      access: accessOf(allowedOrigins),
      statuses,
      gate: authentication ? guardedGate(signIn, csrf) : openGate,
      rest: restApi({
        desk,
        operate: operations(desk),
        faults: rest,
        pageSize,
        givesToken: csrf !== 'off',
      }),
      cuts,
      rotatesTokens: csrf === 'rotating',
    }),
  });
  const url = `http://127.0.0.1:${host.port}`;
  const logs = logFaults({ ...host, random: seededRandom(seed) });
  const scripted = scriptedChats(desk);
  const script = runScript({
    steps: chatScript(seed, chats),
    messagesPerSecond,
    heard: () => host.heard(AGENT),
    perform: scripted.perform,
  });
  const faults = simulatorFaults({ host, network, statuses, logs, rest, cuts, desk, script });
  // What is opened by hand takes nothing from the script's random numbers.
  const led = byHand(desk, seededRandom(~seed), host.stopped);
  const { agentOf: _, ...credentials } = signIn;
  let stopping: Promise<void> | undefined;

  function stop(): Promise<void> {
    script.end();
    return (stopping ??= host.stop());
  }

  return {
    url,
    notificationsUrl: url + NOTIFICATIONS_PATH,
    channel: dialect.channel,
    faults,
    ...credentials,
    ...led,
    run: scenarios({ ...led, faults }, host.stopping),
    chatIds: desk.chatIds,
    async drain() {
      checkRunning(host.stopped());
      script.end();
      await host.returned();
      scripted.end();
      logs.flush();
      await host.handedOver();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
