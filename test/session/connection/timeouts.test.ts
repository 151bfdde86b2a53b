import { describe, expect, it } from 'vitest';
import { connected, Driver, noAnswer, reply, rulesWith, wanted } from './driver.ts';

describe('a WebSocket', () => {
  const rules = rulesWith({}, { transports: ['websocket', 'long-polling'] });
  const transports = (driver: Driver) => driver.of('open').at(-1)?.transports;

  it('that is not let through: the next session goes without at once, until a poll has succeeded', () => {
    const driver = wanted(new Driver(rules));
    driver.tell({ type: 'loggedIn' });
    expect(transports(driver)).toEqual(['websocket', 'long-polling']);
    driver.fail(noAnswer('handshake'), { transport: 'websocket' });
    driver.left();
    expect(driver.of('login').at(-1)?.on).toBe(driver.now);
    expect(driver.status.attempt).toBe(0);
    driver.tell({ type: 'loggedIn' });
    expect(transports(driver)).toEqual(['long-polling']);
    driver.fail(noAnswer('handshake'));
    driver.left();
    driver.pass(500);
    driver.connect();
    expect(transports(driver)).toEqual(['long-polling']);
    driver.pass(5_000);
    driver.tell({ type: 'disconnect', reply: reply('disconnect') });
    driver.left();
    driver.tell({ type: 'loggedIn' });
    expect(transports(driver)).toEqual(['websocket', 'long-polling']);
  });

  it('that is cut for longer than 10 s is given up, however long the server keeps the session', () => {
    const driver = wanted(new Driver(rules));
    driver.connect({ maxInterval: 600_000 });
    for (let at = 0; driver.status.state !== 'reconnecting' && at < 20; at += 1) {
      driver.fail(noAnswer('connect'), { transport: 'websocket' });
      driver.pass(Math.max(0, (driver.state.pollAt ?? driver.now) - driver.now));
    }
    expect(driver.now - 1_000_000).toBeLessThan(20_000);
    driver.left();
    driver.pass(1);
    driver.tell({ type: 'loggedIn' });
    expect(transports(driver)).toEqual(['long-polling']);
  });
});

describe('what is overdue', () => {
  it('is no poll whose answer still arrives', () => {
    const driver = wanted(new Driver());
    driver.connect({ timeout: 1_000 });
    for (let seconds = 0; seconds < 60; seconds += 1) {
      driver.pass(1_000);
      driver.tell({ type: 'progress' });
    }
    expect(driver.status.state).toBe('connected');
    driver.pass(20_000);
    expect(driver.status.state).toBe('reconnecting');
  });

  it.each([
    ['a handshake', (driver: Driver) => driver.tell({ type: 'loggedIn' }), 12_000],
    [
      'a subscription',
      (driver: Driver) => {
        driver.handshake();
        driver.tell({ type: 'connect', reply: reply('connect') });
      },
      12_000,
    ],
    [
      'a poll',
      (driver: Driver) => {
        driver.connect({ timeout: 30_000, interval: 2_000 });
      },
      44_000,
    ],
    [
      'a poll without advice',
      (driver: Driver) => {
        driver.connect({});
      },
      72_000,
    ],
    [
      'a poll with impossible advice',
      (driver: Driver) => {
        driver.connect({ timeout: Number.NaN, interval: -1 });
      },
      72_000,
    ],
  ] as const)('%s ends the session', (_, prepare, within) => {
    const driver = wanted();
    prepare(driver);
    expect(driver.until('leave', 200_000)).toBe(within);
    expect(driver.status.reason).toContain('stopped polling');
  });

  it('nothing is because a clock was set forward', () => {
    const driver = connected();
    driver.now += 3_600_000;
    driver.tell({ type: 'missing', window: { from: 1, to: 2 } });
    expect(driver.status).toMatchObject({ state: 'connected', missing: { from: 1, to: 2 } });
  });

  it('no wait grows because a clock was set back', () => {
    const driver = wanted();
    driver.failLogin('failed');
    driver.now -= 3_600_000;
    driver.tell({ type: 'wake' });
    expect(driver.of('login')).toHaveLength(2);
    driver.failLogin('failed');
    driver.now -= 3_600_000;
    driver.tell({ type: 'missing', window: undefined });
    expect(driver.until('login')).toBeLessThanOrEqual(1_000);
  });

  it.each(['clientId', 'supportedConnectionTypes'])(
    'a handshake without %s is said at once, and backs off',
    (field) => {
      const driver = wanted();
      driver.handshake({ [field]: undefined });
      expect(driver.status.reason).toContain(field);
      driver.left();
      expect(driver.until('login')).toBe(500);
    },
  );
});

describe('close', () => {
  it.each([
    ['idle', () => new Driver()],
    ['logging in', () => wanted()],
    ['connected', () => connected()],
    [
      'waiting',
      () => {
        const driver = wanted();
        driver.failLogin('failed');
        return driver;
      },
    ],
  ])('while %s is the end of everything', (_, made) => {
    const driver = made();
    driver.tell({ type: 'close' });
    expect(driver.status.state).toBe('closed');
    expect(driver.state.wakeAt).toBeUndefined();
    const { length } = driver.done;
    for (const type of ['wanted', 'reconnect', 'online', 'left', 'wake', 'unwanted', 'close'] as const)
      driver.tell({ type });
    driver.tell({ type: 'loggedIn' });
    expect(driver.done).toHaveLength(length);
  });
});
