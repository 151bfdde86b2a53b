import { placeOf } from './readable.ts';

/** `HTTP 401 Unauthorized from https://gws.example.com/api/v2/me`; not every server puts a status in words. */
export const httpReason = (status: number, statusText: string, url = ''): string =>
  ['HTTP', status, statusText, url && `from ${placeOf(url)}`].filter(Boolean).join(' ');
