import { ChatNotification, decodeNotification } from '../codec/index.ts';
import { isObject } from '../codec/ownFields.ts';
import type { Origin } from '../model/index.ts';
import { header } from './header.ts';

/** A line of a recording, or what is wrong with it. */
export interface Line {
  readonly kind: 'header' | 'notification' | 'damaged';
  readonly notification?: ChatNotification;
  readonly problem?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads one line. Never throws. */
export function readLine(text: unknown): Line {
  if (typeof text !== 'string') return damaged(`expected text, got ${text === null ? 'null' : typeof text}`);
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed)) return damaged('expected an object');
    return Object.hasOwn(parsed, 'format') ? readHeader(parsed) : readNotification(parsed);
  } catch (error) {
    return damaged(`invalid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readHeader({ format, version }: Fields): Line {
  return format === header.format && version === header.version
    ? { kind: 'header' }
    : {
        kind: 'header',
        problem: `expected ${JSON.stringify(header)}; the lines after it have another format and are skipped`,
      };
}

/** Reads the JSON of a line that is no header. Never throws for JSON. */
export function readNotification(parsed: Fields): Line {
  const { receivedAt, origin, unwritten, rejected } = parsed;
  if (unwritten !== undefined) return damaged(`it could not be written: ${JSON.stringify(unwritten)}`);
  if (typeof receivedAt !== 'number' || !Number.isFinite(receivedAt))
    return damaged('receivedAt: expected a finite number');
  if (!isOrigin(origin)) return damaged(`origin: expected ${origins.join(', ')}`);
  const decoded = decodeNotification(parsed, receivedAt);
  if (decoded._tag === 'Left') return damaged(decoded.left.message);
  const { wire, ...notification } = decoded.right;
  if (rejected === undefined)
    return { kind: 'notification', notification: Object.assign(notification, { origin }) };
  const whole: unknown = { ...notification, origin, rejected };
  return ChatNotification.is(whole)
    ? { kind: 'notification', notification: whole }
    : damaged('rejected: expected failures');
}

const origins: readonly Origin[] = ['live', 'snapshot', 'history'];
const isOrigin = (value: unknown): value is Origin => origins.some((origin) => origin === value);

const damaged = (problem: string): Line => ({ kind: 'damaged', problem });
