import { Observable } from 'rxjs';
import { cut, isRecord, type Fields } from './fields.ts';
import { notificationLabel } from './notification.ts';
import { resultLabel } from './result.ts';

const longest = 78;

/** What a value of a marble test is, in one short line. */
export function labelOf(value: unknown): string {
  return cut(wordsFor(value), longest);
}

function wordsFor(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Observable) return 'a stream of its own';
  if (Array.isArray(value)) return value.map(labelOf).join(', ') || '[]';
  if (isRecord(value)) return notificationLabel(value) ?? resultLabel(value) ?? plainLabel(value);
  return String(value);
}

function plainLabel(fields: Fields): string {
  if (fields['_tag'] === 'Right') return `right(${labelOf(fields['right'])})`;
  if (fields['_tag'] === 'Left') return `left(${labelOf(fields['left'])})`;
  return JSON.stringify(fields);
}
