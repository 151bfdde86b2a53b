import { ChatNotification, decodeNotification } from '../codec/index.ts';
import { isObject } from '../codec/ownFields.ts';
import type { Origin } from '../model/index.ts';
import { header } from './format.ts';

/** What a line of a recording is, or what is wrong with it. */
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
    const told: unknown = JSON.parse(text);
    if (!isObject(told)) return damaged('expected an object');
    return Object.hasOwn(told, 'format') ? readHeader(told) : readNotification(told);
  } catch (error) {
    return damaged(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readHeader({ format, version }: Fields): Line {
  return format === header.format && version === header.version
    ? { kind: 'header' }
    : {
        kind: 'header',
        problem: `expected ${JSON.stringify(header)}; what follows is of another format and left out`,
      };
}

function readNotification(told: Fields): Line {
  const { receivedAt, origin, unwritten, rejected } = told;
  if (unwritten !== undefined) return damaged(`it could not be written: ${JSON.stringify(unwritten)}`);
  if (typeof receivedAt !== 'number' || !Number.isFinite(receivedAt))
    return damaged('receivedAt: expected a finite number');
  if (!isOrigin(origin)) return damaged(`origin: expected ${origins.join(', ')}`);
  const decoded = decodeNotification(told, receivedAt);
  if (decoded._tag === 'Left') return damaged(decoded.left.message);
  const { wire, ...notification } = decoded.right;
  const whole: unknown = { ...notification, origin, ...(rejected !== undefined && { rejected }) };
  return ChatNotification.is(whole)
    ? { kind: 'notification', notification: whole }
    : damaged('rejected: expected failures');
}

const origins: readonly Origin[] = ['live', 'snapshot', 'history'];
const isOrigin = (told: unknown): told is Origin => origins.some((origin) => origin === told);

const damaged = (problem: string): Line => ({ kind: 'damaged', problem });
