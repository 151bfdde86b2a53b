import type * as t from 'io-ts';
import { RecordCodec } from './recordCodec.ts';
import type { DecodeFailure, DecodeProblem } from '../model/index.ts';

const reportedProblems = 3;
const longestPayload = 60;

/** The failure for errors of io-ts: where, what was expected, what was received. */
export function failureOf(errors: t.Errors, raw: unknown, channel: string | undefined): DecodeFailure {
  return failure('invalid', errors.map(problemOf), raw, channel);
}

/** A failure with its one readable line. */
export function failure(
  kind: DecodeFailure['kind'],
  problems: readonly DecodeProblem[],
  raw: unknown,
  channel: string | undefined,
): DecodeFailure {
  const told = problems.slice(0, reportedProblems);
  const lines = told.map(
    ({ path, expected, actual }) => `${path && `${path}: `}expected ${expected}, got ${actual}`,
  );
  const more = problems.length > told.length ? ` (and ${problems.length - told.length} more)` : '';
  return {
    kind,
    message: lines.join('; ') + more,
    path: told[0]?.path ?? '',
    problems: told,
    raw,
    ...(channel !== undefined && { channel }),
  };
}

function problemOf({ context, value }: t.ValidationError): DecodeProblem {
  const expected = expectedAt(context);
  const isSecret = context.some(({ key }) => secret.test(key));
  return { path: pathOf(context), expected, actual: isSecret ? typeof value : actualOf(value, expected) };
}

/** Fields whose values are shown to nobody. */
const secret = /pass|pwd|secret|token|auth(?!ors?$)|cookie|credential|api.?key/i;

function expectedAt(context: t.Context): string {
  const type = context[context.length - 1]?.type;
  return type instanceof RecordCodec ? `object (${type.name})` : String(type?.name);
}

const pathOf = (context: t.Context): string =>
  context.slice(1).reduce((path, { key }) => path + step(key, path === ''), '');

function step(key: string, isFirst: boolean): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  if (!/^[a-z_$][\w$]*$/i.test(key)) return key === '' ? '' : `[${quoted(key)}]`;
  return isFirst ? key : `.${key}`;
}

/** What a value is: its type, and for a number of the wrong sort or an unknown name the value itself. */
function actualOf(value: unknown, expected: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && expected.includes('number')) return String(value);
  if (typeof value === 'string' && / or |string|type/.test(expected)) return quoted(value);
  return typeof value;
}

/** At most 60 characters of a payload: three problems stay below 200. */
export function quoted(text: string): string {
  const whole = JSON.stringify(cut(text, longestPayload));
  return whole.length > longestPayload ? `${cut(whole, longestPayload - 2)}…"` : whole;
}

/** The beginning of a text, which never ends in half a character. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
