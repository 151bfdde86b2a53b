import { request as send } from 'node:http';
import { type Answer, refuse } from './http.ts';

/**
 * Passes requests on as they are, below a prefix of its own, and answers 502 where there is no server. The cookies of
 * two prefixes are two: a session below one is unknown below the other.
 */
export const proxy =
  (target: string, prefix: string): Answer =>
  (request, response) => {
    const { method, headers, url = '/' } = request;
    const upstream = send(target + url.slice(prefix.length), { method, headers, agent: false }, (answer) => {
      const cookies = answer.headers['set-cookie']?.map((cookie) =>
        cookie.replace('Path=/', `Path=${prefix}/`),
      );
      response.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        ...(cookies !== undefined && { 'set-cookie': cookies }),
      });
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    upstream.on('error', () => {
      if (response.headersSent) response.destroy();
      else refuse(response, 502, 'The simulated GWS does not answer');
    });
    // Who hangs up does not want the answer any more: a poll that is held would else stay.
    response.once('close', () => upstream.destroy());
    request.pipe(upstream);
  };
