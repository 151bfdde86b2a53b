/** A simulator in a process of its own, with chats that go on, and whose sessions expire when its parent sends a message. */
import { startSimulator } from '../../src/simulator/index.ts';
import { chats, messagesEach, missedEach, perSecond } from './scale.ts';

const simulator = await startSimulator({ timeout: 1_000 });
const ids = Array.from({ length: chats }, () => simulator.openChat({ customer: 'Ada' }));

function say(times: number): void {
  for (const id of ids) {
    for (let sent = 0; sent < times; sent += 1) {
      simulator.say(id, 'Ada', 'When will my order arrive? It was to be here on Monday.');
    }
  }
}

say(messagesEach);
let at = 0;
setInterval(() => {
  for (let sent = 0; sent < perSecond / 100; sent += 1) {
    simulator.say(ids[(at += 1) % chats] ?? '', 'Ada', 'Are you still there?');
  }
}, 10);

process.on('message', () => {
  simulator.faults.expireSessions();
  say(missedEach);
});
process.send?.({ url: simulator.url, credentials: simulator.credentials });
