import { isInstant } from '../model/index.ts';

const timestampForm =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** From this on `timestampSeconds` can only be milliseconds: as seconds it would be in the year 5138. */
const firstMilliseconds = 1e11;

/**
 * When a message was sent, in whole epoch milliseconds, from what the server told; `undefined` where it told no time
 * that exists.
 *
 * Wire: `timestampSeconds` is milliseconds in GWS v2 (`1389261492035`) and true seconds in Workspace v3
 * (`1526565585`): its magnitude tells. `timestamp` is `2014-01-09 11:58:12.035+0200` in the former, ISO 8601 in the
 * latter, and finer than true seconds. Either may be absent.
 */
export function sentAtOf(
  timestamp: string | undefined,
  timestampSeconds: number | undefined,
): number | undefined {
  if (timestampSeconds !== undefined && timestampSeconds >= firstMilliseconds)
    return instant(timestampSeconds);
  const told = timestamp === undefined ? undefined : instant(parsed(timestamp));
  return told ?? (timestampSeconds === undefined ? undefined : instant(timestampSeconds * 1000));
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

/** `Date.parse` knows one of the two forms only, takes 31 February for 3 March, and costs three times as much. */
function parsed(timestamp: string): number {
  if (!timestampForm.test(timestamp)) return NaN;
  const year = pairAt(timestamp, 0) * 100 + pairAt(timestamp, 2);
  const day = pairAt(timestamp, 8);
  const date = Date.UTC(year, pairAt(timestamp, 5) - 1, day);
  if (new Date(date).getUTCDate() !== day) return NaN;
  const minutes = pairAt(timestamp, 11) * 60 + pairAt(timestamp, 14) - offsetOf(timestamp);
  return date + (minutes * 60 + pairAt(timestamp, 17)) * 1000 + fractionOf(timestamp);
}

/** The milliseconds after the seconds; what is finer is left out. */
function fractionOf(timestamp: string): number {
  if (timestamp[19] !== '.') return 0;
  let milliseconds = 0;
  let unit = 100;
  for (let at = 20; unit >= 1 && isDigit(timestamp, at); at += 1) {
    milliseconds += digitAt(timestamp, at) * unit;
    unit /= 10;
  }
  return milliseconds;
}

/** How many minutes its clock is ahead of UTC. */
function offsetOf(timestamp: string): number {
  const end = timestamp.length;
  if (timestamp[end - 1] === 'Z') return 0;
  const hours = timestamp[end - 3] === ':' ? end - 5 : end - 4;
  const offset = pairAt(timestamp, hours) * 60 + pairAt(timestamp, end - 2);
  return timestamp[hours - 1] === '-' ? -offset : offset;
}

const digitAt = (text: string, at: number): number => text.charCodeAt(at) - 48;
const pairAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1);
const isDigit = (text: string, at: number): boolean => digitAt(text, at) >= 0 && digitAt(text, at) <= 9;
