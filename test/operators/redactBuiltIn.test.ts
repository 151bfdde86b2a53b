import { describe, expect, it } from 'vitest';
import type { BuiltInRule } from '../../operators/index.ts';
import { redactedData, redactedText } from './redactFixtures.ts';

const nbsp = '\u00a0';
const dash = '\u2011';

/** Numbers that the networks publish for tests, and others of their form. */
const cards = [
  '4111111111111111',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  '4111.1111.1111.1111',
  '4111 - 1111 - 1111 - 1111',
  ['4111', '1111', '1111', '1111'].join(nbsp),
  ['4111', '1111', '1111', '1111'].join(dash),
  '4222222222222', // 13 digits
  '4000 0000 0000 0000 006', // 19 digits
  '5555 5555 5555 4444',
  '2223003122003222',
  '378282246310005',
  '3782 822463 10005', // Amex
  '30569309025904',
  '3056 930902 5904', // Diners
  '3530111333300000', // JCB
  '6011 0009 9013 9424', // Discover
  '6212345678901265', // UnionPay
  '5018 0000 0009', // Maestro, 12 digits
  '6759649826438453',
  '2200000000000004', // Mir
  '8600 0000 0000 0007', // Uzcard
  '9792030000000000', // Troy
];

const emails = [
  'ann@example.com',
  "Ann.O'Brien+chat_1@mail.example.co.uk",
  'jörg@müller.de',
  'почта@пример.рф',
  'ann%40example.com',
  'a@b.io',
  `${'a'.repeat(70)}@example.com`,
];

const ibans = [
  'DE89370400440532013000',
  'DE89 3704 0044 0532 0130 00',
  'de89-3704-0044-0532-0130-00',
  ['DE89', '3704', '0044', '0532', '0130', '00'].join(nbsp),
  'GB82 WEST 1234 5698 7654 32',
  'FR1420041010050500013M02606',
  'NO93 8601 1117 947', // 15, the shortest
  'BE68539007547034',
  'MT84MALT011000012345MTLCAST001S', // 31
];

const phones = [
  '+49 170 1234567',
  '+49 (0)170 / 1234567',
  '(+49) 170 1234567',
  '+491701234567',
  '+44 20 7946 0958',
  '+1 (555) 123-4567',
  '+1-555-123-4567',
  '+47.12.34.56.78',
  `+49${nbsp}170${dash}1234567`,
  '0049 170 1234567',
  '00491701234567',
  '(0049) 170 1234567',
  '0171 1234567',
  '0171/1234567',
  '0171-123 45 67',
  '01711234567',
  '(030) 123456',
  '020 7946 0958',
  '02 9876 5432',
  '06 12345678',
  '01 42 68 53 00',
  '01.42.68.53.00',
  '555-123-4567',
  '(555) 123-4567',
  '(555)123-4567',
  '555.123.4567',
  '555 123 4567',
  '1-800-555-0199',
  '1 (800) 555-0199',
];

const all: readonly [BuiltInRule, readonly string[]][] = [
  ['card', cards],
  ['email', emails],
  ['iban', ibans],
  ['phone', phones],
];
const each = all.flatMap(([rule, found]) => found.map((text) => [rule, text] as const));

const frames: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `it is ${text}.`,
  (text) => `(${text}), right?`,
  (text) => `<${text}>`,
  (text) => `号${text}，`,
  (text) => `a:${text};b`,
  (text) => `first\n${text}\nlast`,
  (text) => `tel=${text}&x`,
];

describe('the built-in rules of redact', () => {
  it.each(each)('%s masks %s, whatever stands around it', (rule, text) => {
    for (const frame of frames) {
      expect(redactedText(frame(text))).toBe(frame('***'));
      expect(redactedText(frame(text), { builtIn: [rule] })).toBe(frame('***'));
    }
  });

  it.each([
    ['4111 1111 1111 1111 123', '*** 123'], // the code on the back
    ['4111 1111 1111 1111 12/27', '*** 12/27'],
    ['1234 4111 1111 1111 1111', '1234 ***'],
    ['6543 4111 1111 1111 1111', '6543 ***'],
    ['4111111111111111 5555555555554444', '*** ***'],
    ['4111 1111 1111 1111 5555 5555 5555 4444', '*** ***'],
    ['BE68 5390 0754 7034 from Ann', '*** from Ann'],
    ['DE89370400440532013000 DE89370400440532013000', '*** ***'],
    ['in20 days time over DE89 3704 0044 0532 0130 00', 'in20 days time over ***'],
    ['0171 1234567 0172 7654321', '*** ***'],
    ['12345 555-123-4567 12', '12345 *** 12'],
    ['555-123-4567 or 555-123-4568', '*** or ***'],
    ['a@b.io,c@d.io; a@b.io@c', '***,***; ***@c'],
    [
      'ann@example.com, +49 170 1234567, DE89370400440532013000 and 4111111111111111',
      '***, ***, *** and ***',
    ],
  ])('finds what stands beside other numbers and words: %s', (text, masked) => {
    expect(redactedText(text)).toBe(masked);
  });

  it.each([
    'order 4500012345',
    'PO 0012345678',
    'order 450001234567',
    'order SO12345678901234',
    'order ORD4111111111111111',
    'order 4111 1111 1111 1112', // the check digit is wrong
    'order 4111111111111112',
    'order 7111111111111113', // which no network issues
    'order 411111111111117', // nor of this length
    'order 114-3941689-8772232',
    'article 978-3-16-148410-0',
    'account DE88370400440532013000', // the check digits are wrong
    'AB12 3456 7890 1234',
    'NO698601111794', // of which the check digits are right, and no account is so short
    '2014-01-09 11:58:12.035+0200',
    '2014-01-09T09:58:12.035Z',
    'Thu, 09 Jan 2014 11:58:12 +1030',
    '1389261492035',
    '1389261492',
    '1526565585',
    '20140109115812',
    '20140109115812035',
    '09-01-2014 11:58:12',
    '09.01.2014 11.58',
    '09/01/2014',
    '31-12-2014 23 59 59',
    '01.02.2014 - 03.02.2014',
    'from 0800-1700 on 1/2/2014',
    '00:49:17',
    'chat 0000Wa9CAM6W00J',
    'chat 022AKaDEME4A000X',
    'participant 007352CE72D50290',
    '550e8400-e29b-41d4-a716-446655440000',
    '00000000-0000-4000-8000-500000000009', // a UUID that ends as a card would
    '€ 1.234.567,89',
    '1 234 567,89',
    '1,234,567.89',
    '+1.234.567,89',
    '+12.345.678,90 €',
    '$1234567.89',
    'from 10 000 000 to 20 000 000',
    'version 1.2.3',
    '10.0.19045.3803',
    'rxjs@7.8.2',
    '0.4111111111111111',
    '1,5555555555554444',
    '0.1234567890',
    '48.2082, 16.3738',
    '192.168.100.100',
    'http://127.0.0.1:49170/api/v2/chats/0171',
    'user@host',
    '3 @ 1.50',
    '3@1.50',
    '@ann',
    'ann@',
    'HTTP status 503',
    '12345678901234567890',
    '+12345678901234567',
    'in 2014, 2015, 2016, 2017',
    '',
  ])('leaves dates, times, prices, versions, ids and order numbers: %s', (text) => {
    expect(redactedText(text)).toBe(text);
    expect(redactedText(`see ${text}, please`)).toBe(`see ${text}, please`);
    expect(redactedText(text, { builtIn: ['phone'] })).toBe(text);
    expect(redactedText(text, { builtIn: ['card'] })).toBe(text);
  });

  it('a number of user data is masked if it reads as what is masked, and is the same number else', () => {
    const data = {
      card: 4111111111111111,
      at: 1389261492035,
      price: -1234567.89,
      share: 0.4111111111111111,
      none: NaN,
      zero: -0,
    };
    expect(redactedData(data)).toEqual({ ...data, card: '***' });
    expect(redactedData({ ...data, card: 1 })).toEqual({ ...data, card: 1 });
  });

  it('builtIn chooses rules by their names, and an empty list none', () => {
    const text = 'ann@example.com, +49 170 1234567, DE89370400440532013000 and 4111111111111111';
    expect(redactedText(text, { builtIn: ['email'] })).toBe(text.replace('ann@example.com', '***'));
    expect(redactedText(text, { builtIn: ['phone', 'card'] })).toBe(
      'ann@example.com, ***, DE89370400440532013000 and ***',
    );
    expect(redactedText(text, { builtIn: [] })).toBe(text);
  });
});
