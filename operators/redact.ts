import { map, type MonoTypeOperatorFunction } from 'rxjs';
import type { ChatNotification } from '../src/model/index.ts';
import { allOf, type BuiltInRule, builtInRules, type MaskText } from '../src/redaction/builtInRules.ts';
import { type Check, checkOptions } from '../src/fold/checkOptions.ts';
import { mask } from '../src/redaction/mask.ts';
import { maskData } from '../src/redaction/maskData.ts';
import { redactor } from '../src/redaction/redactor.ts';

/** What is masked. */
export interface RedactRules {
  /** Rules by name. Default: all of them, `['card', 'email', 'iban', 'phone']`. */
  readonly builtIn?: readonly BuiltInRule[];
  /** Names of fields that are masked whatever they hold, in any case of letters: of user data at any depth, and `nickname` or `text`. */
  readonly keys?: readonly string[];
  /** Every match of these is masked; their flags `g` and `y` make no difference. They see a text before the built-in rules do. */
  readonly patterns?: readonly RegExp[];
}

/**
 * Puts `***` in the place of personal data: in `text`, `nickname` and `userData` at any depth, in the `errorMessage` of an
 * error, in fields that the model does not name, and in all of the `rejected` messages. What says which chat, message
 * or participant is meant, and of what type and state, stays. `wire` is dropped, for it holds everything as it was
 * received. The original is not touched, and what holds nothing to mask stays the same object.
 *
 * The built-in rules, each by its name:
 *
 * - `card`: 12 to 19 digits, in one piece or grouped as on the card, that begin as those of a payment network do and
 *   whose check digit (Luhn) is right
 * - `email`: e-mail addresses
 * - `iban`: account numbers whose check digits (modulo 97) are right
 * - `phone`: numbers that begin with `+`, `00` or a single zero, and ten digits as North America groups them
 *
 * Dates, times, prices, versions and ids are none of these. An order number may be taken for one: of those as long as
 * a card's that begin like one every tenth has the right check digit.
 *
 * Below 200 levels user data is masked as a whole, and where it holds itself. Names of fields stay as they are. Put it
 * behind `dedupeByIndex`: two messages that differ in a masked number alone are the same afterwards.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { redact } from 'rx-chat-notifications';
 * import { messageLog } from 'rx-chat-notifications/testing';
 *
 * of(messageLog({ messages: [{ text: 'My card is 4111 1111 1111 1111', userData: { Ssn: 1, tier: 2 } }] }))
 *   .pipe(redact({ keys: ['ssn'] }))
 *   .subscribe(({ messages: [first] }) => console.log(first?.text, first?.userData));
 * // → My card is *** { Ssn: '***', tier: 2 }
 */
export function redact<N extends ChatNotification>(rules: RedactRules = {}): MonoTypeOperatorFunction<N> {
  const check = checkOptions('redact', rules);
  const { builtIn = Object.keys(builtInRules), keys = [], patterns = [] } = rules;
  checkEach(check, 'builtIn', builtIn, isRule, Object.keys(builtInRules).join(', '));
  checkEach(check, 'keys', keys, isString, 'names of fields');
  checkEach(check, 'patterns', patterns, isPattern, 'regular expressions');
  const wanted = new Set<string>(builtIn);
  const ruled = Object.entries(builtInRules).flatMap(([name, rule]) => (wanted.has(name) ? [rule] : []));
  const maskText = allOf([...patterns.map(matchesMasked), ...ruled]);
  const secret = new Set(keys.map((key) => key.toLowerCase()));
  return map(redactor((value, key) => maskData(value, key, maskText, secret)));
}

function checkEach(
  check: Check,
  option: string,
  list: unknown,
  isSensible: (item: unknown) => boolean,
  wanted: string,
): void {
  check(option, list, Array.isArray(list) && list.every(isSensible), `a list of ${wanted}`);
}

const isString = (value: unknown): boolean => typeof value === 'string';
const isRule = (value: unknown): boolean => Object.hasOwn(builtInRules, String(value));
const isPattern = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object RegExp]';

/** By a copy: nobody else moves its `lastIndex`, nor does it move that of the original. */
function matchesMasked({ source, flags }: RegExp): MaskText {
  const pattern = new RegExp(source, `g${flags.replace(/[gy]/g, '')}`);
  return (text) => text.replace(pattern, (match) => match && mask);
}
