import { describe, expect, it } from 'vitest';
import { connected, Driver, noAnswer, refusal, reply, rulesWith } from './driver.ts';

const wanted = (driver = new Driver()): Driver => {
  driver.tell({ type: 'wanted' });
  return driver;
};
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

  it('[S36][S37] outlast unsubscribing and online, but not reconnect()', () => {
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
  it('grows and is kept by whoever unsubscribes and subscribes again', () => {
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

describe('denied and failed', () => {
  const denied = (): Driver => {
    const driver = wanted();
    driver.failLogin('unauthorized', { httpStatus: 401 });
    driver.failLogin('unauthorized', { httpStatus: 401 });
    return driver;
  };

  it('send nothing until reconnect(), whoever subscribes, whatever happens', () => {
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
    expect(driver.status.state).toBe('connecting'); // refusals count anew
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

  it('[S36][S37] reconnect() and online poll at once in an interrupted session', () => {
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
