import { describe, expect, it, vi } from 'vitest';
import { closableFetch } from '../../src/transport/closableFetch.ts';

describe('the signals of requests', () => {
  it('are released when the request is over', async () => {
    const { signal } = new AbortController();
    const adding = vi.spyOn(signal, 'addEventListener');
    const removing = vi.spyOn(signal, 'removeEventListener');
    const fetch = closableFetch().over(() => Promise.resolve(new Response(null)));
    for (let count = 0; count < 3; count += 1) await fetch('https://gws.test/', { signal });
    expect([adding.mock.calls.length, removing.mock.calls.length]).toEqual([3, 3]);
  });

  it('end a request of a fetch that ignores them', async () => {
    const controller = new AbortController();
    const closable = closableFetch();
    const fetch = closable.over(() => new Promise(() => undefined));
    const left = fetch('https://gws.test/', { signal: controller.signal });
    const closed = fetch('https://gws.test/');
    controller.abort(new Error('mine'));
    closable.close();
    await expect(left).rejects.toThrow('mine');
    await expect(closed).rejects.toThrow('The session is closed');
  });
});
