import { describe, expect, it } from 'vitest';
import { connected, Driver, noAnswer, refusal, rulesWith, wanted } from './driver.ts';

describe('waits that the server asks for', () => {
  it.each(['429', '503'])('Retry-After with HTTP %s at the login', (status) => {
    const driver = wanted();
    driver.failLogin('failed', { httpStatus: Number(status), retryAfter: 20_000 });
    driver.left();
    expect(driver.until('login')).toBe(20_000);
  });

  it.each(['handshake', 'subscribe', 'connect'])('the interval of a refused /meta/%s', (channel) => {
    const driver = wanted();
    if (channel !== 'handshake') driver.handshake();
    else driver.tell({ type: 'loggedIn' });
    const refused = refusal(channel, '402::', { reconnect: 'handshake', interval: 8_000 });
    if (channel === 'subscribe')
      driver.tell({ type: 'subscribe', reply: { ...refused, subscription: '/c' } });
    else driver.fail(refused);
    driver.left();
    expect(driver.until('login')).toBe(8_000);
  });

  it('[S36] outlast unsubscribing and online, but not reconnect()', () => {
    const driver = wanted();
    driver.failLogin('failed', { httpStatus: 503, retryAfter: 20_000 });
    driver.left();
    driver.tell({ type: 'unwanted' });
    driver.tell({ type: 'wanted' });
    driver.tell({ type: 'online' });
    expect(driver.of('login')).toHaveLength(1);
    driver.pass(19_999);
    expect(driver.of('login')).toHaveLength(1);
    driver.tell({ type: 'reconnect' });
    expect(driver.of('login')).toHaveLength(2);
  });
});

describe('the backoff', () => {
  it('grows, also across unsubscribing and subscribing again', () => {
    const driver = wanted();
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      driver.failLogin('failed');
      for (let times = 0; times < 50; times += 1) {
        driver.tell({ type: 'unwanted' });
        driver.tell({ type: 'wanted' });
      }
      expect(driver.until('login', wait)).toBe(wait);
    }
  });

  it('counts attempts that were abandoned', () => {
    const driver = new Driver();
    for (let times = 0; times < 6_000; times += 1) {
      driver.tell({ type: 'wanted' });
      driver.pass(5);
      driver.tell({ type: 'unwanted' });
      driver.pass(5);
    }
    expect(driver.of('login').length).toBeLessThanOrEqual(8);
  });

  it('spaces the starts of healthy sessions, too', () => {
    const driver = connected();
    const before = driver.of('login').length;
    for (let times = 0; times < 100; times += 1) {
      driver.tell({ type: 'unwanted' });
      driver.left();
      driver.tell({ type: 'wanted' });
      if (driver.state.phase === 'loggingIn') driver.connect();
      driver.pass(50);
      if (driver.state.phase === 'loggingIn') driver.connect();
    }
    expect(driver.of('login').length - before).toBeLessThanOrEqual(11);
  });

  it('ends in failed after maxAttempts, or where shouldRetry says so', () => {
    const driver = wanted(new Driver(rulesWith({ maxAttempts: 2 })));
    driver.failLogin('failed', { httpStatus: 503 });
    driver.left();
    driver.pass(500);
    driver.failLogin('failed', { message: 'down', httpStatus: 503 });
    expect(driver.status).toMatchObject({ state: 'failed', attempt: 2, reason: 'down', httpStatus: 503 });
    const stubborn = connected(rulesWith({ shouldRetry: ({ state }) => state !== 'interrupted' }));
    stubborn.fail(noAnswer('connect'));
    expect(stubborn.status.state).toBe('failed');
    expect(stubborn.of('leave')).toHaveLength(1);
  });
});
