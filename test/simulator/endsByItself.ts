import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from 'rx-chat-notifications/simulator';
import { subscribe } from './bayeuxFetch.ts';

// A program with much under way when it stops the simulator: it must end all the same, and at once.
const simulator = await startSimulator({ chats: 2, messagesPerSecond: 100 });
void (await subscribe(simulator)).polling();
await sleep(100);
await simulator.faults.restart({ downFor: 10, drain: true });
const idle = await subscribe(simulator, '/nobody/speaks/here');
void idle.polling();
void (await subscribe(simulator)).polling();
await sleep(100);
simulator.faults.delay(60_000);
const late = fetch(simulator.url).catch(() => undefined);
await sleep(50);
simulator.faults.expireSessions();
const silent = simulator.faults.blackhole(60_000);
const unanswered = fetch(simulator.url).catch(() => undefined);
const running = simulator.run([{ do: 'wait', ms: 60_000 }]);
await sleep(50);
const restarting = simulator.faults.restart({ downFor: 60_000, drain: true });
await simulator.stop();
await Promise.all([restarting, silent, running, late, unanswered]);
console.log('stopped');
