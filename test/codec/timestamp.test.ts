import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTimestamp } from '../../src/codec/parseTimestamp.ts';

const form =
  /^([1-9]\d{3})-(0[1-9]|1[0-2])-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(Z|([+-])([01]\d|2[0-3]):?([0-5]\d))$/;

/** What the parser stands for, written for reading. */
function reference(text: string): number {
  const [, year, month, day, hours, minutes, seconds, fraction = '', , sign, ahead = 0, and = 0] =
    form.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCDate() !== Number(day)) return NaN;
  const offset = (Number(ahead) * 60 + Number(and)) * (sign === '-' ? -1 : 1);
  const milliseconds = Number(`${fraction.slice(1, 4)}000`.slice(0, 3));
  return (
    date.getTime() +
    ((Number(hours) * 60 + Number(minutes) - offset) * 60 + Number(seconds)) * 1000 +
    milliseconds
  );
}

const two = (part: number): string => String(part).padStart(2, '0');
const part = fc.nat({ max: 99 }).map(two);
const zone = fc
  .tuple(fc.constantFrom('+', '-', ' '), part, fc.constantFrom(':', '', '.'), part)
  .map((all) => all.join(''));
const timestamp = fc
  .record({
    date: fc.oneof(
      fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.constantFrom('2000-02-29', '1900-02-28', '2023-12-31', '2024-03-01').map((day) => new Date(day)),
    ),
    between: fc.constantFrom('T', ' '),
    fraction: fc.constantFrom('', '.5', '.04', '.123', '.9999', '.1234567'),
    zone: fc.oneof(fc.constantFrom('Z', '+0200', '-01:30'), zone),
  })
  .map(
    ({ date, between, fraction, zone: end }) =>
      date.toISOString().slice(0, 19).replace('T', between) + fraction + end,
  );
/** One character of it is different, missing, or added. */
const nearMiss = fc
  .tuple(
    timestamp,
    fc.nat({ max: 30 }),
    fc.constantFrom('', '0', '9', '3', '-', ':', '.', 'Z', 'T', '/', ';', '٣', 'x'),
    fc.nat({ max: 1 }),
  )
  .map(([text, at, by, cut]) => text.slice(0, at) + by + text.slice(at + cut));

it('reads a timestamp exactly as its form and its calendar allow', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(timestamp, nearMiss, fc.string({ maxLength: 30 })), (text) => {
      accepted += Number(!Number.isNaN(parseTimestamp(text)));
      expect(parseTimestamp(text)).toBe(reference(text));
    }),
    { numRuns: 20_000 },
  );
  expect(accepted).toBeGreaterThan(3_000);
});

it.each([
  '2018-02-29T10:00:00Z',
  '1900-02-29T10:00:00Z',
  '2018-05-17T13:59:45+24:00',
  '2018-05-17T13:59:45+00:60',
  '2018-05-17T13:59:45 0200',
  '2018-05-17T13:59:45+02',
  '2018-05-17T13:59:45Zulu',
  '2018-05-17T13:59:45.Z',
  '2018-05-17T13:59:4',
])('refuses %s', (text) => {
  expect(parseTimestamp(text)).toBeNaN();
  expect(reference(text)).toBeNaN();
});
