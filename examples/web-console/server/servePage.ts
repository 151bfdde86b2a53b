import { extname } from 'node:path';
import type { PageFiles } from './buildPage.ts';
import { type Answer, refuse } from './http.ts';

/** Nothing from elsewhere, no script and no style but files of the page, no HTML made of text but lit-html's templates. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const servePage =
  (files: PageFiles): Answer =>
  (request, response) => {
    const [asked = '/'] = (request.url ?? '/').split('?', 1);
    const path = asked === '/' ? '/index.html' : asked;
    const file = files.get(path);
    if (file === undefined) {
      refuse(response, 404, 'There is nothing here');
      return;
    }
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(file);
  };
