import { beforeEach } from 'vitest';
import { engine } from './engine.ts';
import { isMeant } from './lacks.ts';
import { TestWebSocket } from './webSocket.ts';

if (engine.transport === 'websocket') Object.assign(globalThis, { WebSocket: TestWebSocket });

beforeEach(({ task, skip }) => {
  for (const { reason, tests } of engine.lacks)
    if (tests.some((test) => isMeant(test, task.name))) skip(reason);
});
