import { createRequire } from 'node:module';

type Client = new (
  url: string,
  protocols: readonly string[],
  options: { readonly headers: object },
) => object;

// Node 20 has none; faye brings one.
const ofFaye = createRequire(createRequire(import.meta.url).resolve('faye'));
const client: Client = (ofFaye('faye-websocket') as { readonly Client: Client }).Client;

/** Wire: in Basic authentication. */
const SAM = `Basic ${btoa('Sam:secret-of-Sam')}`;

/** Where a browser would send its cookies with the upgrade, this one sends what the URL says, or is Sam. */
export class TestWebSocket extends client {
  constructor(url: string) {
    const { protocol, host, pathname, searchParams } = new URL(url);
    const headers = { Authorization: searchParams.get('authorization') ?? SAM };
    super(`${protocol}//${host}${pathname}`, [], { headers });
  }
}
