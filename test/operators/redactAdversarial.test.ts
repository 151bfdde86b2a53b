import { describe, expect, it } from 'vitest';
import type { BuiltInRule } from '../../operators/index.ts';
import { redactedText } from './redactFixtures.ts';

const megabyte = (piece: string): string => piece.repeat(Math.ceil(1e6 / piece.length));

/** Each begins what a rule looks for again and again, and never ends it. A rule that looks at most of it each time would take hours. */
const texts: readonly [BuiltInRule, string][] = [
  ['email', 'a'],
  ['email', 'a.'],
  ['email', 'a@'],
  ['email', 'a%40'],
  ['email', "'"],
  ['card', '4'],
  ['card', '4 '],
  ['card', '4111 '],
  ['card', '4111 1111 1111 1112 '],
  ['card', '-1234'],
  ['card', ' '],
  ['iban', 'DE88'],
  ['iban', 'DE88 '],
  ['iban', 'DE88 3704 0044 0532 0130 0 '],
  ['iban', 'ab12 cd34 '],
  ['iban', '-AA00'],
  ['iban', 'ZZ99 ZZ99-'],
  ['iban', 'zz99\u00a0'],
  ['phone', '1'],
  ['phone', '1 '],
  ['phone', '0'],
  ['phone', '01 '],
  ['phone', '555 '],
  ['phone', '+1'],
  ['phone', '('],
  ['phone', '+(1'],
  ['phone', '(1) '],
  ['phone', '0800-1700, '],
  ['phone', '1(555 '],
];

describe('the built-in rules of redact, of a megabyte', () => {
  it.each(texts)('%s soon comes to the end of many times "%s"', (rule, piece) => {
    const text = megabyte(piece);
    const masked = redactedText(text, { builtIn: [rule] });
    if (piece === '01 ') expect(masked).toMatch(/^(\*\*\* )+/);
    else expect(masked === text).toBe(true);
  });

  it('an address that never ends, and one that is there in the end, are told', () => {
    const unended = `a@${megabyte('b.')}1`;
    expect(redactedText(unended) === unended).toBe(true);
    const label = `a@${megabyte('b')}`;
    expect(redactedText(label) === label).toBe(true);
    const text = megabyte('x ');
    expect(redactedText(`${text}ann@example.com`) === `${text}***`).toBe(true);
    expect(redactedText(`${text}4111 1111 1111 1111`) === `${text}***`).toBe(true);
  });
});
