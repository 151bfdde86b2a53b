import { describe, expect, it } from 'vitest';
import { connected, noAnswer, refusal, reply, rulesWith, wanted } from './driver.ts';

const unsubscribed = reply('subscribe', { subscription: '/c' });

describe('a start', () => {
  it('logs in, opens, and is connected when subscribed and the first poll has succeeded', () => {
    const driver = wanted();
    expect(driver.done.map((effect) => effect.do)).toEqual(['status', 'login']);
    driver.handshake();
    driver.tell({ type: 'connect', reply: reply('connect') });
    expect(driver.status.state).toBe('connecting');
    driver.tell({ type: 'subscribe', reply: unsubscribed });
    expect(driver.status).toMatchObject({ state: 'connected', clientId: 'client-1', attempt: 0 });
    expect(driver.of('connected')).toMatchObject([{ lostFrom: undefined }]);
  });

  it('takes a numeric clientId', () => {
    const driver = connected(rulesWith(), { clientId: 7 });
    expect(driver.status.clientId).toBe('7');
  });

  it('ignores a subscription of another channel, and a second reply', () => {
    const driver = wanted();
    driver.handshake();
    driver.tell({
      type: 'subscribe',
      reply: { ...unsubscribed, subscription: '/d' },
    });
    driver.tell({ type: 'connect', reply: reply('connect') });
    expect(driver.status.state).toBe('connecting');
    driver.tell({ type: 'subscribe', reply: unsubscribed });
    driver.tell({ type: 'subscribe', reply: { ...refusal('subscribe', '403::no'), subscription: '/c' } });
    driver.tell({ type: 'subscribe', reply: unsubscribed });
    expect(driver.status.state).toBe('connected');
    expect(driver.of('connected')).toHaveLength(1);
  });

  it('ignores events of a session that was left', () => {
    const driver = connected();
    const first = driver.state.session;
    driver.fail(refusal('connect', '402::'));
    driver.left();
    expect(driver.state.session).toBe(first + 1);
    const before = driver.state;
    driver.tell({ type: 'loggedIn', session: first });
    driver.tell({ type: 'connect', session: first, reply: reply('connect') });
    driver.tell({ type: 'disconnect', session: first, reply: reply('disconnect') });
    expect(driver.state).toEqual(before);
  });
});

describe('a session that is lost', () => {
  it('is followed by the next at once when the server was told, with the instant of the last successful poll', () => {
    const driver = connected();
    const receivedUntil = driver.now;
    driver.pass(20_000);
    driver.fail(refusal('connect', '402::Unknown client'), { canPollAgain: false });
    expect(driver.of('leave')).toMatchObject([{ forgetCookies: false }]);
    expect(driver.of('login')).toHaveLength(1);
    expect(driver.status.state).toBe('reconnecting');
    driver.pass(100);
    driver.left();
    expect(driver.of('login')).toHaveLength(2);
    driver.connect();
    expect(driver.of('connected').at(-1)?.lostFrom).toBe(receivedUntil);
  });

  it('is followed by a backoff where it is lost again soon', () => {
    const driver = connected();
    const waits = [0, 1, 2, 3].map(() => {
      driver.pass(1_000);
      driver.tell({ type: 'disconnect', reply: reply('disconnect') });
      driver.left();
      const wait = driver.status.retryAt === undefined ? 0 : driver.until('login', 5_000);
      driver.connect();
      return wait;
    });
    expect(waits).toEqual([0, 500, 1_000, 2_000]);
  });

  it('starts no earlier than initialDelay after the start before', () => {
    const driver = wanted();
    driver.connect();
    driver.tell({ type: 'disconnect', reply: reply('disconnect') });
    driver.left();
    expect(driver.until('login')).toBe(500);
  });

  it.each(['none', 'handshake'])('is lost by a successful poll that advises %s', (reconnect) => {
    const driver = connected();
    driver.tell({ type: 'connect', reply: reply('connect', { advice: { reconnect } }) });
    expect(driver.status.state).toBe('reconnecting');
    expect(driver.of('connected')).toHaveLength(1);
  });

  it('starts the next one although nobody says that it is left', () => {
    const driver = connected();
    driver.fail(refusal('connect', '402::'));
    expect(driver.until('login')).toBe(15_000);
  });
});

describe('polls that fail', () => {
  it('keep the session for maxInterval, then a new one starts without cookies', () => {
    const driver = connected();
    const polls: number[] = [];
    const start = driver.now;
    while (driver.status.state !== 'reconnecting') {
      driver.fail(noAnswer('connect', 500));
      if (driver.state.pollAt === undefined) break;
      expect(driver.status).toMatchObject({
        state: 'interrupted',
        httpStatus: 500,
        retryAt: driver.state.pollAt,
      });
      driver.pass(driver.state.pollAt - driver.now);
      polls.push(driver.now - start);
    }
    expect(polls).toEqual([500, 1_500, 3_500, 7_500, 15_500]);
    expect(driver.of('leave')).toMatchObject([{ forgetCookies: true }]);
    driver.left();
    expect(driver.of('login')).toHaveLength(2);
  });

  it('go by the maxInterval of the advice', () => {
    const driver = wanted();
    driver.connect({ reconnect: 'retry', maxInterval: 60_000 });
    driver.fail(noAnswer('connect'));
    driver.pass(1_000);
    driver.now += 30_000;
    driver.fail(noAnswer('connect'));
    expect(driver.status.state).toBe('interrupted');
    driver.now += 30_000;
    driver.fail(noAnswer('connect'));
    expect(driver.status.state).not.toBe('interrupted');
  });

  it('lose nothing where both sides acknowledge, and may without', () => {
    for (const [ext, lost] of [
      [{ ack: true }, 0],
      [{}, 1],
    ] as const) {
      const driver = connected(rulesWith(), { ext });
      const receivedUntil = driver.now;
      driver.pass(100);
      driver.fail(noAnswer('connect'));
      driver.pass(500);
      driver.tell({ type: 'connect', reply: reply('connect') });
      expect(driver.status.state).toBe('connected');
      expect(
        driver
          .of('connected')
          .slice(1)
          .map(({ lostFrom }) => lostFrom),
      ).toEqual(lost ? [receivedUntil] : []);
    }
  });

  it('wait for Retry-After and for the interval advised', () => {
    const driver = connected();
    driver.fail(noAnswer('connect', 503, 7_000));
    expect(driver.until('poll', 20_000)).toBe(7_000);
    const other = connected();
    other.fail(refusal('connect', '503::', { reconnect: 'retry', interval: 4_000 }));
    expect(other.until('poll', 20_000)).toBe(4_000);
  });
});
