import { engine } from './engine.ts';
import { TestWebSocket } from './webSocket.ts';

if (engine.transport === 'websocket') Object.assign(globalThis, { WebSocket: TestWebSocket });
