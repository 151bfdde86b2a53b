import { isInstant } from '../model/index.ts';

const timestampPattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*(Z|[+-]\d\d:?\d\d)$/;

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
  return (
    instant(timestamp === undefined ? NaN : parsed(timestamp)) ?? instant((timestampSeconds ?? NaN) * 1000)
  );
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

/** `Date.parse` is portable for ISO 8601 with `T` and a colon in the offset only; it takes 31 February for 3 March. */
function parsed(timestamp: string): number {
  const [, day = '', time = '', offset = ''] = timestampPattern.exec(timestamp) ?? [];
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const exists = new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));
  return exists ? Date.parse(`${day}T${time}${zone}`) : NaN;
}
