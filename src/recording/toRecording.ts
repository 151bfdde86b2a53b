import { identity, map, type OperatorFunction, pipe, startWith } from 'rxjs';
import { checkOptions } from '../fold/checkOptions.ts';
import { redact, type RedactRules } from '../../operators/redact.ts';
import { canonical } from '../codec/index.ts';
import type { ChatNotification, DecodeFailure } from '../model/index.ts';
import { header } from './format.ts';

/** What a recording may tell. */
export interface RecordingOptions {
  /** What is masked, as `redact` takes it. Default: what its built-in rules know. `false` masks nothing. */
  readonly redact?: RedactRules | false;
}

/**
 * Turns notifications into the lines of a recording, which `fromRecording` plays again: a header, told at once, and a
 * line of JSON (NDJSON) for each notification, without a line break behind it. Personal data is masked by `redact`
 * unless told otherwise, and `wire` is dropped.
 *
 * Each line but the header is a Bayeux message in the words of GWS v2, whatever dialect it came in, with the `origin`
 * and `receivedAt` of the notification beside it. User data is what JSON makes of it. A notification that JSON cannot tell
 * at all, because it holds itself, say, and nothing is masked, leaves a line that says so.
 *
 * @throws TypeError that names the option, if one makes no sense.
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

function lineOf(notification: ChatNotification): string {
  const { receivedAt, origin, channel } = notification;
  try {
    // `rejected` beside the messages: among them they would be decoded again, and a log of nothing else would be none.
    return notification.kind === 'messages'
      ? lineWith({ ...notification, rejected: [] }, notification.rejected)
      : lineWith(notification);
  } catch (error) {
    return JSON.stringify({ receivedAt, origin, channel, unwritten: String(error) });
  }
}

const lineWith = (notification: ChatNotification, rejected?: readonly DecodeFailure[]): string => {
  const { receivedAt, origin } = notification;
  return JSON.stringify({ receivedAt, origin, ...canonical(notification), rejected });
};
