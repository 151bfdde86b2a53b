import { placeOf } from './readable.ts';
import { type Clean, unchanged } from './replyError.ts';

/** `HTTP 401 Unauthorized from https://gws.example.com/api/v2/me`; not every server puts a status in words. */
export const httpReason = (status: number, statusText: string, url = '', clean: Clean = unchanged): string =>
  ['HTTP', status, statusText && clean(statusText), url && `from ${clean(placeOf(url))}`]
    .filter(Boolean)
    .join(' ');
