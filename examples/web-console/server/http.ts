import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Browsers send the origin of a request; other pages, and other host names that point here, are refused. */
export function isOfThisPage({ headers: { host, origin } }: IncomingMessage): boolean {
  const isHere = /^(127\.0\.0\.1|localhost):\d+$/.test(host ?? '');
  return isHere && (origin === undefined || origin === `http://${String(host)}`);
}

export function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

export function answerJson(response: ServerResponse, value: unknown): void {
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(value));
}
