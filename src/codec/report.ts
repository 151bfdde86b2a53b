import type * as t from 'io-ts';
import { RecordCodec } from './recordCodec.ts';
import type { DecodeFailure, DecodeProblem } from '../model/index.ts';

const reportedProblems = 3;
const longestPayload = 60;

/** The failure that tells of io-ts's errors: where, what should be there, what is. */
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
  return { path: pathOf(context), expected, actual: actualOf(value, expected) };
}

function expectedAt(context: t.Context): string {
  const type = context[context.length - 1]?.type;
  return type instanceof RecordCodec ? `object (${type.name})` : String(type?.name);
}

function pathOf(context: t.Context): string {
  return context
    .slice(1)
    .reduce((path, { key }) => path + (/^\d+$/.test(key) ? `[${key}]` : `${path && '.'}${key}`), '');
}

/** What a value is: its type, and for a number of the wrong sort or an unknown name the value itself. */
function actualOf(value: unknown, expected: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && expected.includes('number')) return String(value);
  if (typeof value === 'string' && / or |string/.test(expected)) return quoted(value);
  return typeof value;
}

/** At most 60 characters of a payload: three problems stay below 200. */
export function quoted(text: string): string {
  const whole = JSON.stringify(text.slice(0, longestPayload));
  return whole.length > longestPayload ? `${whole.slice(0, longestPayload - 2)}…"` : whole;
}
