import { describe, expect, expectTypeOf, it } from 'vitest';
import { byUser, type Participant } from '../../operators/index.ts';
import { participant } from '../../src/testing/index.ts';
import { decoded, fixture } from '../fixtures.ts';

describe('byUser', () => {
  it.each([
    'http://internal:8090/api/v2/users/u1',
    'https://gws.example.com/api/v2/users/u1/',
    'https://gws.example.com/api/v2/users/u1?fields=*',
    '/users/u1',
    'u1',
  ])('matches the user of %s by uri, path and userId, whatever the host', (uri) => {
    const isSelf = byUser(uri);
    expect(isSelf(participant({ uri: 'http://other/api/v2/users/u1' }))).toBe(true);
    expect(isSelf(participant({ path: '/users/u1/' }))).toBe(true);
    expect(isSelf(participant({ userId: 'u1' }))).toBe(true);
    expect(
      isSelf(participant({ uri: 'http://other/api/v2/users/u2', path: '/users/u2', userId: 'u2' })),
    ).toBe(false);
    expect(isSelf(participant({ participantId: 'u1', nickname: 'u1' }))).toBe(false);
  });

  it('matches a percent-encoded id', () => {
    expect(byUser('/users/a%40b')(participant({ userId: 'a@b' }))).toBe(true);
    expect(byUser('a@b')(participant({ uri: 'http://gws.test/users/a%40b' }))).toBe(true);
  });

  it('does not match a participant that names no user, nor one whose URI has no path', () => {
    expect(byUser('u1')(participant())).toBe(false);
    expect(byUser('u1')(participant({ uri: 'http://u1' }))).toBe(false);
  });

  it('finds the agent among the participants of the documented payload', () => {
    const notification = decoded(fixture('second-edition/03-v2-supervisor'));
    const present = notification.kind === 'chat' ? (notification.chat.participants ?? []) : [];
    const isSue = byUser('https://gws.example.com/api/v2/users/u2');
    expect(present.filter(isSue).map(({ nickname }) => nickname)).toEqual(['Sue']);
  });

  it.each(['', 'http://gws.test', 'http://gws.test/', '/', 5, null, undefined])(
    'throws a TypeError if the argument names no user: %s',
    (uri) => {
      const call = (): unknown => byUser(uri as string);
      expect(call).toThrow(TypeError);
      expect(call).toThrow('byUser: uri must be the URI or id of a user, got');
    },
  );

  it('is a function of a URI that returns a predicate', () => {
    expectTypeOf(byUser).parameters.toEqualTypeOf<[uri: string]>();
    expectTypeOf(byUser).returns.toEqualTypeOf<(from: Participant) => boolean>();
  });
});
