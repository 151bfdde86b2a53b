import { describe, expect, it } from 'vitest';
import { dispatcherOfNode, useDispatcher } from '../../transport/useDispatcher.ts';
import { scriptedServer } from '../scriptedServer.ts';
import { chatData, eventually, sleep, watched } from '../watched.ts';

describe('a poll', () => {
  it('may be held for longer than the fetch of Node waits for a reply to begin', async () => {
    const dispatcher = await dispatcherOfNode();
    // As long as the 300 seconds of Node, but for a test.
    useDispatcher({
      dispatch: (options, handler) =>
        dispatcher.dispatch({ headersTimeout: 300, bodyTimeout: 300, ...options }, handler),
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
