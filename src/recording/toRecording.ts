import { identity, map, type OperatorFunction, pipe, startWith } from 'rxjs';
import { checkOptions } from '../fold/checkOptions.ts';
import { redact, type RedactRules } from '../../operators/redact.ts';
import type { ChatNotification } from '../model/index.ts';
import { header } from './header.ts';
import { lineOf } from './lineOf.ts';

/** What a recording contains. */
export interface RecordingOptions {
  /** What to mask, as `redact` takes it. Default: its built-in rules. `false` masks nothing. */
  readonly redact?: RedactRules | false;
}

/**
 * Turns notifications into the lines of a recording, which `fromRecording` replays: a header, emitted at once, and one line
 * of JSON (NDJSON) for each notification, without a line break at its end. `redact` masks personal data by default, and
 * `wire` is dropped.
 *
 * Each line but the header is a Bayeux message of GWS v2, whatever dialect the notification came in, with its `origin`,
 * `receivedAt` and `rejected` beside it. User data becomes what JSON makes of it. If JSON cannot represent a notification,
 * for example one with a cycle and nothing to mask, its line says so.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { toRecording } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(chatStateChange({ chat: { id: 'A', userData: { email: 'ann@example.com' } } }))
 *   .pipe(toRecording())
 *   .subscribe((line) => console.log(line.slice(0, 60))); // to a file: write(`${line}\n`)
 * // → {"format":"rx-chat-notifications","version":1}
 * // → {"receivedAt":1389261492035,"origin":"live","channel":"/v2/m
 */
export function toRecording(options: RecordingOptions = {}): OperatorFunction<ChatNotification, string> {
  const check = checkOptions('toRecording', options);
  const { redact: rules } = options;
  check(
    'redact',
    rules,
    rules === undefined || rules === false || typeof rules === 'object',
    'rules or false',
  );
  return pipe(rules === false ? identity : redact(rules), map(lineOf), startWith(JSON.stringify(header)));
}
