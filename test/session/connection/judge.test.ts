import { describe, expect, it } from 'vitest';
import type { BayeuxAdvice } from '../../../src/channel/index.ts';
import type { FailureKind } from '../../../src/session/connectionFailure.ts';
import { handshakeDefect, judge } from '../../../src/session/connection/judge.ts';
import { noAnswer, refusal, reply } from './driver.ts';

type Row = readonly [channel: string, error: string, advice: string | undefined, kind: FailureKind];

describe('a Bayeux reply that failed', () => {
  it.each<Row>([
    // advice decides first
    ['handshake', '503::Busy', 'none', 'denied'],
    ['connect', '402::Unknown client', 'none', 'denied'],
    ['subscribe', '403::Unknown client', 'handshake', 'lost'],
    ['connect', '403::Forbidden', 'handshake', 'lost'],
    ['handshake', '403::Denied', 'handshake', 'failed'],
    ['handshake', '403::Denied', 'retry', 'failed'],
    ['connect', '402::Unknown client', 'retry', 'failed'],
    ['subscribe', '404::Not there', 'retry', 'failed'],
    // without advice, the class of the code
    ['handshake', '401::Who are you', undefined, 'unauthorized'],
    ['connect', '401::Who are you', undefined, 'unauthorized'],
    ['connect', '402::session_unknown', undefined, 'lost'],
    ['connect', '401:x1:Unknown client', undefined, 'lost'],
    ['subscribe', '403:/c:subscribe_denied', undefined, 'forbidden'],
    ['subscribe', '404::No such channel', undefined, 'denied'],
    ['handshake', '400::Bad request', undefined, 'denied'],
    ['subscribe', '500::Internal', undefined, 'failed'],
    ['subscribe', '503::Denied for ever', undefined, 'failed'],
    ['subscribe', 'access denied', undefined, 'failed'],
    ['connect', '', undefined, 'failed'],
    ['connect', '402', 'whatever', 'lost'],
  ])('%s "%s" with advice %s: %s', (channel, error, reconnect, kind) => {
    expect(judge(refusal(channel, error, reconnect === undefined ? undefined : { reconnect })).kind).toBe(
      kind,
    );
  });

  it.each([
    [402, 'lost'],
    [{ code: 402 }, 'failed'],
    [null, 'failed'],
  ])('whose error is %s: %s', (error, kind) => {
    expect(judge(reply('connect', { successful: false, error })).kind).toBe(kind);
  });

  it('asks to wait for the interval of its advice, ten minutes at most', () => {
    const waits = [2_000, 1e12, -1, Number.NaN, undefined].map(
      (interval) => judge(refusal('connect', '402::', { interval } as BayeuxAdvice)).retryAfter,
    );
    expect(waits).toEqual([2_000, 600_000, 0, 0, 0]);
  });

  it('asks for the credentials again after a 401, whatever it advises', () => {
    expect(judge(refusal('handshake', '401::', { reconnect: 'handshake' }))).toMatchObject({
      kind: 'failed',
      renew: true,
    });
  });

  it('names the channel of a subscription that was denied', () => {
    const { message } = judge({ ...refusal('subscribe', '403::no'), subscription: '/v2/me/chats' });
    expect(message).toContain('/v2/me/chats: 403::no');
  });
});

describe('no Bayeux reply', () => {
  it.each<readonly [number, FailureKind]>([
    [0, 'failed'],
    [200, 'failed'],
    [204, 'failed'],
    [302, 'loginPage'],
    [400, 'failed'],
    [401, 'unauthorized'],
    [402, 'failed'],
    [403, 'forbidden'],
    [404, 'failed'],
    [410, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ])('HTTP %i: %s', (status, kind) => {
    expect(judge(noAnswer('connect', status))).toMatchObject({
      kind,
      httpStatus: status === 0 ? undefined : status,
    });
  });

  it('asks to wait as long as Retry-After says, a day at most', () => {
    expect(judge(noAnswer('connect', 503, 3_000)).retryAfter).toBe(3_000);
    expect(judge(noAnswer('connect', 503, 1e15)).retryAfter).toBe(86_400_000);
  });

  it('always has a message', () => {
    expect(judge(reply('connect', { successful: false, failure: {} })).message).toBe(
      'the server did not answer',
    );
  });
});

describe('a successful handshake', () => {
  const types = { supportedConnectionTypes: ['long-polling'] };
  it.each([
    [{ clientId: 'a', ...types }, undefined],
    [{ clientId: 7, ...types }, undefined],
    [{ clientId: 0, ...types }, undefined],
    [{ ...types }, 'clientId'],
    [{ clientId: '', ...types }, 'clientId'],
    [{ clientId: 'a' }, 'supportedConnectionTypes'],
    [{ clientId: 'a', supportedConnectionTypes: 'long-polling' }, 'supportedConnectionTypes'],
  ])('%j lacks %s', (fields, lacking) => {
    const defect = handshakeDefect(reply('handshake', fields));
    if (lacking === undefined) expect(defect).toBeUndefined();
    else expect(defect).toContain(lacking);
  });
});
