import { isInstant } from '../model/index.ts';
import { parseTimestamp } from './parseTimestamp.ts';

/** From this on `timestampSeconds` can only be milliseconds: as seconds it would be in the year 5138. */
const firstMilliseconds = 1e11;

/**
 * When a message was sent, in whole epoch milliseconds; `undefined` if the server sent no time that exists.
 *
 * Wire: `timestampSeconds` is milliseconds in GWS v2 (`1389261492035`) and true seconds in Workspace v3
 * (`1526565585`): its magnitude tells. `timestamp` is `2014-01-09 11:58:12.035+0200` in the former, ISO 8601 in the
 * latter, and finer than true seconds. Any may be absent; `utcTime` is milliseconds.
 */
export function sentAtOf(
  timestamp: string | undefined,
  timestampSeconds: number | undefined,
  utcTime: number | undefined,
): number | undefined {
  if (timestampSeconds !== undefined && timestampSeconds >= firstMilliseconds)
    return instant(timestampSeconds);
  const parsed = timestamp === undefined ? undefined : instant(parseTimestamp(timestamp));
  if (parsed !== undefined) return parsed;
  const counted = timestampSeconds === undefined ? undefined : instant(timestampSeconds * 1000);
  return counted ?? (utcTime === undefined ? undefined : instant(utcTime));
}

/** The fields that `sentAtOf` reads back as this very instant. */
export function timesOf(sentAt: number | undefined): {
  readonly timestamp?: string;
  readonly timestampSeconds?: number;
} {
  if (sentAt === undefined || !isInstant(sentAt)) return {};
  const timestamp = new Date(sentAt).toISOString().replace('T', ' ').replace('Z', '+0000');
  return sentAt >= firstMilliseconds ? { timestamp, timestampSeconds: sentAt } : { timestamp };
}

function instant(milliseconds: number): number | undefined {
  const whole = Math.round(milliseconds) + 0; // makes 0 of -0
  return isInstant(whole) ? whole : undefined;
}
