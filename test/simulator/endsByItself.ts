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
const restarting = simulator.faults.restart({ downFor: 60_000, drain: true });
await simulator.stop();
await restarting;
console.log('stopped');
