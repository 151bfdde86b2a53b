import { describe, expect, it } from 'vitest';
import { connected, Driver, noAnswer, refusal, reply, wanted } from './driver.ts';

const unsubscribed = reply('subscribe', { subscription: '/c' });

describe('denied and failed', () => {
  const denied = (): Driver => {
    const driver = wanted();
    driver.failLogin('unauthorized', { httpStatus: 401 });
    driver.failLogin('unauthorized', { httpStatus: 401 });
    return driver;
  };

  it('send nothing until reconnect(), whatever happens', () => {
    const driver = denied();
    expect(driver.status).toMatchObject({ state: 'denied', httpStatus: 401 });
    const { length } = driver.of('login');
    for (const type of ['unwanted', 'wanted', 'online', 'wake', 'left'] as const) driver.tell({ type });
    driver.pass(3_600_000);
    expect(driver.status.state).toBe('denied');
    expect(driver.of('login')).toHaveLength(length);
    driver.tell({ type: 'reconnect' });
    expect(driver.of('login').at(-1)).toMatchObject({ renew: true });
    expect(driver.status).toMatchObject({ state: 'connecting', attempt: 0 });
    driver.failLogin('unauthorized');
    expect(driver.status.state).toBe('connecting'); // the count of refusals is reset
  });

  it('CometD missing or no transport here is failed at once', () => {
    const driver = wanted();
    driver.tell({ type: 'loggedIn' });
    driver.tell({ type: 'openFailed', failure: { kind: 'unusable', message: 'npm install cometd' } });
    driver.pass(3_600_000);
    expect(driver.status).toMatchObject({ state: 'failed', reason: 'npm install cometd' });
    expect(driver.of('login')).toHaveLength(1);
  });

  it('reconnect() in a loop takes effect once per initialDelay, and a late one is not dropped', () => {
    const driver = denied();
    const before = driver.of('login').length;
    for (let times = 0; times < 900; times += 1) {
      driver.tell({ type: 'reconnect' });
      if (driver.state.phase === 'loggingIn') driver.failLogin('denied');
      driver.pass(1);
    }
    expect(driver.of('login').length - before).toBe(2);
    expect(driver.status).toMatchObject({ state: 'denied' });
    expect(driver.status.retryAt).toBeGreaterThan(driver.now);
    expect(driver.until('login', 500)).toBeLessThanOrEqual(500);
  });

  it('reconnect() is ignored while connected or under way', () => {
    const driver = connected();
    expect(driver.tell({ type: 'reconnect' })).toEqual([]);
    driver.tell({ type: 'disconnect', reply: reply('disconnect') });
    driver.left();
    expect(driver.tell({ type: 'reconnect' })).toEqual([]);
  });

  it('[S36] reconnect() and online poll at once in an interrupted session', () => {
    for (const type of ['reconnect', 'online'] as const) {
      const driver = connected();
      driver.fail(noAnswer('connect'));
      driver.pass(10);
      driver.tell({ type });
      expect(driver.of('poll')).toHaveLength(1);
    }
  });

  it('after a reconnection from denied says what may have been missed', () => {
    const driver = connected();
    const receivedUntil = driver.now;
    driver.fail(refusal('connect', '403::', { reconnect: 'none' }));
    driver.left();
    driver.pass(60_000);
    driver.tell({ type: 'reconnect' });
    expect(driver.status.state).toBe('reconnecting');
    driver.connect();
    expect(driver.of('connected').at(-1)?.lostFrom).toBe(receivedUntil);
  });
});

describe('refusals', () => {
  it('401: the credentials once more, at once; each is reported', () => {
    const driver = wanted();
    driver.failLogin('unauthorized', { httpStatus: 401 });
    expect(driver.of('login').at(-1)).toMatchObject({ renew: true, on: driver.now });
    expect(driver.of('refused')).toHaveLength(1);
    driver.connect();
    driver.pass(1_000);
    driver.fail(noAnswer('connect', 401));
    driver.left();
    expect(driver.of('login').at(-1)).toMatchObject({ renew: true }); // counts are reset when connected
    driver.failLogin('unauthorized', { httpStatus: 401 });
    expect(driver.status.state).toBe('denied');
    expect(driver.of('refused')).toHaveLength(3);
  });

  it('403: once a new session with a fresh login; again on the fresh session: denied', () => {
    const driver = wanted();
    for (let times = 0; times < 2; times += 1) {
      driver.handshake();
      driver.tell({ type: 'subscribe', reply: { ...refusal('subscribe', '403::no'), subscription: '/c' } });
      driver.left();
    }
    expect(driver.status.state).toBe('denied');
    expect(driver.of('login')).toHaveLength(2);
    expect(driver.of('refused')).toHaveLength(1);
  });

  it('other 4xx: denied at once', () => {
    const driver = wanted();
    driver.handshake();
    driver.tell({ type: 'subscribe', reply: { ...refusal('subscribe', '404::no'), subscription: '/c' } });
    expect(driver.status.state).toBe('denied');
  });

  it('a late 401 for a poll with an old token does not renew the credentials', () => {
    const driver = connected();
    driver.fail(noAnswer('connect', 401), { canPollAgain: true, isOutdated: true });
    driver.left();
    expect(driver.of('login').at(-1)).toMatchObject({ renew: false });
    expect(driver.of('refused')).toEqual([]);
  });

  it('a login page: three attempts with backoff, then denied', () => {
    const driver = wanted();
    driver.failLogin('loginPage', { httpStatus: 200 });
    expect(driver.until('login', 500)).toBe(500);
    driver.failLogin('loginPage', { httpStatus: 302 });
    expect(driver.until('login', 1_000)).toBe(1_000);
    expect(driver.status.state).toBe('connecting');
    driver.failLogin('loginPage', { httpStatus: 200 });
    expect(driver.status.state).toBe('denied');
  });

  it.each(['credentials', 'failed'] as const)('%s is transient', (kind) => {
    const driver = wanted();
    for (let times = 0; times < 20; times += 1) {
      driver.failLogin(kind);
      driver.pass(30_000);
    }
    expect(driver.status.state).toBe('connecting');
    expect(driver.of('login')).toHaveLength(21);
  });

  it('a restart twice in a row is no denial: a handshake that succeeded had been welcome', () => {
    const driver = connected();
    for (let times = 0; times < 2; times += 1) {
      driver.fail(noAnswer('connect', 403));
      driver.left();
      driver.pass(10_000);
      driver.handshake();
    }
    driver.tell({ type: 'subscribe', reply: unsubscribed });
    driver.tell({ type: 'connect', reply: reply('connect') });
    expect(driver.status.state).toBe('connected');
  });

  it('shortens the reason', () => {
    const driver = wanted(new Driver());
    driver.failLogin('unauthorized', { message: 'x'.repeat(1_000) });
    expect(driver.status.reason).toMatch(/^x+…$/);
    expect(driver.status.reason).toHaveLength(500);
    expect(driver.of('refused')[0]?.failure.message).toBe(driver.status.reason);
  });
});
