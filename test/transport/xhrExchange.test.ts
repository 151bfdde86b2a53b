import { describe, expect, it, vi } from 'vitest';
import type { Packet, Xhr } from '../../src/transport/cometd.ts';
import { xhrExchange } from '../../src/transport/xhrExchange.ts';

type Progress = (progress: { readonly loaded: number }) => void;

/** Stands in for CometD's `xhrSend` and its `XMLHttpRequest`. */
function exchanging(options: Partial<Parameters<typeof xhrExchange>[2]> = {}) {
  const sent: {
    readonly packet: Packet;
    readonly xhr: Xhr & { status: number };
    progress: Progress;
    aborts: number;
  }[] = [];
  const packet = {
    url: 'https://gws.test/api/v2/notifications/connect;jsessionid=s3cret',
    body: '[]',
    onSuccess: vi.fn<Packet['onSuccess']>(),
    onError: vi.fn<Packet['onError']>(),
  };
  const send = (given: Packet): Xhr => {
    const entry: (typeof sent)[number] = {
      packet: given,
      progress: () => undefined,
      aborts: 0,
      xhr: {
        readyState: 1,
        status: 0,
        abort: () => (entry.aborts += 1),
        getAllResponseHeaders: () => 'X-CSRF-TOKEN: two\r\nx-csrf-header: X-CSRF-TOKEN\r\n',
        addEventListener: (_event, listener) => {
          entry.progress = listener;
        },
      },
    };
    sent.push(entry);
    return entry.xhr;
  };
  const onProgress = vi.fn();
  const exchange = xhrExchange(packet, send, { headers: () => ({}), onProgress, ...options });
  return { sent, packet, exchange, onProgress };
}

describe('a request by the XMLHttpRequest of CometD', () => {
  it('whose reply is longer than maxResponseBytes is aborted, and fails once', () => {
    const { sent, packet, onProgress, exchange } = exchanging({ maxResponseBytes: 1_000 });
    const [first] = sent;
    first?.progress({ loaded: 1_000 });
    expect([packet.onError.mock.calls.length, exchange.readyState, onProgress.mock.calls.length]).toEqual([
      0, 1, 1,
    ]);
    first?.progress({ loaded: 1_001 });
    first?.packet.onError('abort');
    first?.packet.onSuccess('[]');
    expect(packet.onError.mock.calls.map(([reason]) => reason)).toEqual([
      'the response from https://gws.test/api/v2/notifications/connect is longer than maxResponseBytes (1000 bytes)',
    ]);
    expect([packet.onSuccess.mock.calls.length, first?.aborts]).toEqual([0, 1]);
  });

  it('that is refused with 403 is sent again with the token that the refusal brought', async () => {
    let token = 'one';
    const { sent, packet } = exchanging({
      headers: () => ({ 'X-CSRF-TOKEN': token }),
      onReply: (headers) => {
        token = headers.get('x-csrf-token') ?? token;
      },
    });
    const [first] = sent;
    if (first === undefined) throw new Error('Nothing was sent');
    first.xhr.status = 403;
    first.packet.onError('Forbidden');
    await vi.waitUntil(() => sent.length === 2);
    sent[1]?.packet.onSuccess('[]');
    expect(sent.map(({ packet: { headers } }) => headers?.['X-CSRF-TOKEN'])).toEqual(['one', 'two']);
    expect([packet.onSuccess.mock.calls.length, packet.onError.mock.calls.length]).toEqual([1, 0]);
  });

  it('that is refused with 403 fails where its token is not renewed', async () => {
    const { sent, packet } = exchanging({
      headers: () => ({ 'X-CSRF-TOKEN': 'one' }),
      onReply: () => undefined,
    });
    const [first] = sent;
    if (first === undefined) throw new Error('Nothing was sent');
    first.xhr.status = 403;
    first.packet.onError('Forbidden');
    await vi.waitUntil(() => packet.onError.mock.calls.length > 0);
    expect([sent.length, packet.onError.mock.calls]).toEqual([1, [['Forbidden', undefined]]]);
  });
});
