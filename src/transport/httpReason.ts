import { placeOf } from './readable.ts';

/** `HTTP 401 Unauthorized from https://gws.example.com/api/v2/me`; not every server puts a status in words. */
export function httpReason(status: number, statusText: string, url?: string): string {
  const told = `HTTP ${status} ${statusText}`.trim();
  return url === undefined ? told : `${told} from ${placeOf(url)}`;
}
