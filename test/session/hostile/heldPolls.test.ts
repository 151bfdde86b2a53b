import { describe, expect, it, onTestFinished } from 'vitest';
import { scriptedServer } from '../scriptedServer.ts';
import { chatData, eventually, sleep, watched } from '../watched.ts';

describe('a poll', () => {
  it('may be held for longer than the fetch of Node waits for a reply to begin', async () => {
    // As long as the 300 seconds of Node, but for a test.
    const slot = Symbol.for('undici.globalDispatcher.1');
    await fetch('data:,'); // makes it
    const dispatcher = Reflect.get(globalThis, slot) as {
      dispatch(options: object, handler: unknown): boolean;
    };
    const impatient = {
      dispatch: (options: object, handler: unknown): boolean =>
        dispatcher.dispatch({ headersTimeout: 300, bodyTimeout: 300, ...options }, handler),
    };
    Reflect.set(globalThis, slot, impatient);
    onTestFinished(() => {
      Reflect.set(globalThis, slot, dispatcher);
    });
    const server = await scriptedServer(() => 'silence');
    await expect(fetch(`${server.url}/api/v2/me`)).rejects.toThrow('fetch failed');
    server.script = () => undefined;
    const made = watched(server.url, { history: false });
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    await sleep(1_500);
    expect(server.of('connect')).toHaveLength(2); // the first is answered at once
    server.publish(chatData('late'));
    await eventually(() => {
      expect(made.chats).toEqual(['late']);
    });
    expect(made.states()).toEqual(['idle', 'connecting', 'connected']);
  });
});
