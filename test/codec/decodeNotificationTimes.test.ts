import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNotification } from '../../src/codec/index.ts';
import { decoded, fixture } from '../fixtures.ts';
import { log } from './decodeNotificationFixtures.ts';

describe('decodeNotification', () => {
  it('receivedAt is the clock at decoding, or the given value', () => {
    const before = Date.now();
    const result = decodeNotification(fixture('v2-new-messages'));
    if (result._tag === 'Left') expect.unreachable();
    expect(result.right.receivedAt).toBeGreaterThanOrEqual(before);
    expect(result.right.receivedAt).toBeLessThanOrEqual(Date.now());
    expect(decoded(fixture('v2-new-messages')).receivedAt).toBe(42);
  });

  it.each([
    [{ timestamp: '2014-01-09 11:58:12.035+0200' }, 1389261492035],
    [{ timestamp: '2018-05-17T13:59:45.000Z' }, 1526565585000],
    [{ timestamp: '2018-05-17T13:59:45Z' }, 1526565585000],
    [{ timestamp: '2018-05-17T13:59:45.123456Z' }, 1526565585123],
    [{ timestamp: '2018-05-17 13:59:45-01:30' }, 1526570985000],
    [{ timestamp: '2018-05-17 13:59:45.5+0130' }, 1526560185500],
    [{ timestamp: '2018-05-17T13:59:45.04Z' }, 1526565585040],
    [{ timestamp: '2016-02-29T23:59:59Z' }, 1456790399000],
    [{ timestamp: '9999-12-31T23:59:59.999Z' }, 253402300799999],
    [{ timestamp: '0099-01-01T00:00:00Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:60Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.9999Z' }, 1526565585999],
    [{ timestamp: '2018-05-17_13:59:45Z' }, undefined],
    [{ timestamp: '2018-05-17T13:59:45.000Z ' }, undefined],
    [{ timestamp: '202018-01-17T13:59:45Z' }, undefined],
    [{ timestampSeconds: 1526565585.2507 }, 1526565585251],
    [{ timestampSeconds: 0 }, 0],
    [{ timestampSeconds: -0.0001 }, 0],
    [{ sentAt: 5 }, undefined],
    [{ timestampSeconds: 1389261492035 }, 1389261492035],
    [{ timestampSeconds: 1526565585 }, 1526565585000],
    [{ timestampSeconds: 99_999_999_999 }, 99_999_999_999_000],
    [{ timestampSeconds: 100_000_000_000 }, 100_000_000_000],
    [{ timestampSeconds: 1526565585, timestamp: '2018-05-17T13:59:45.250Z' }, 1526565585250],
    [{ timestampSeconds: 1526565585, timestamp: 'yesterday' }, 1526565585000],
    [{}, undefined],
    [{ timestamp: '2018-02-31T13:59:45.000Z' }, undefined],
    [{ timestamp: '2018-05-17T25:59:45.000Z' }, undefined],
    [{ timestamp: 'yesterday' }, undefined],
    [{ timestampSeconds: -5 }, undefined],
    [{ timestampSeconds: 1e300 }, undefined],
  ])(
    'sentAt is epoch milliseconds from either time in either unit, and absent where no such time exists: %j',
    (times, sentAt) => {
      const notification = decoded(log(times));
      if (notification.kind !== 'messages') expect.unreachable();
      expect(notification.messages[0]?.sentAt).toBe(sentAt);
      expect(notification.messages[0]).not.toHaveProperty('timestamp');
      expect(notification.messages[0]).not.toHaveProperty('timestampSeconds');
    },
  );

  it('a timestamp in either form is the instant that ECMAScript reads in it', () => {
    const zone = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    const two = (part: number): string => String(part).padStart(2, '0');
    const instants = fc.date({
      min: new Date(86_400_000),
      max: new Date('9999-12-30T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, zone, (date, [sign, hours, minutes]) => {
        const iso = date.toISOString();
        const local = iso.replace('Z', `${sign}${two(hours)}:${two(minutes)}`);
        const spaced = local.replace('T', ' ').replace(/:(\d\d)$/, '$1');
        for (const [timestamp, sentAt] of [
          [iso, date.getTime()],
          [local, Date.parse(local)],
          [spaced, Date.parse(local)],
        ] as const) {
          expect(decoded(log({ timestamp }))).toMatchObject({ messages: [{ sentAt }] });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
