import { of } from 'rxjs';
import { redact, type RedactRules } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';

/** What becomes of one notification. */
export function redacted<N extends ChatNotification>(notification: N, rules?: RedactRules): N {
  const seen: N[] = [];
  of(notification)
    .pipe(redact(rules))
    .subscribe((one) => seen.push(one));
  const [only] = seen;
  if (only === undefined || seen.length > 1) throw new Error('not one for one');
  return only;
}

/** What becomes of the text of a message. */
export const redactedText = (text: string, rules?: RedactRules): string | undefined =>
  redacted(messageLog({ messages: [{ text }] }), rules).messages[0]?.text;

/** What becomes of the user data of a message. */
export const redactedData = (userData: unknown, rules?: RedactRules): unknown =>
  redacted(messageLog({ messages: [{ userData: userData as Record<string, unknown> }] }), rules).messages[0]
    ?.userData;
