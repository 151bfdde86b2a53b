import { from, map, Subject } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  awaitingReply,
  byNickname,
  type ChatNotification,
  type Participant,
  type ReadMark,
  unreadCount,
} from '../../operators/index.ts';
import { messageLog, participant } from '../../src/testing/index.ts';

describe('byNickname', () => {
  it('matches agents and supervisors with the nickname, and nobody else', () => {
    const isBob = byNickname('Bob');
    expect(isBob(participant({ nickname: 'Bob' }))).toBe(true);
    expect(isBob(participant({ nickname: 'Bob', participantId: '9', type: 'Supervisor' }))).toBe(true);
    expect(isBob(participant({ nickname: 'Ann', participantId: 'Bob' }))).toBe(false);
    for (const type of ['Customer', 'Client', 'External', 'New'])
      expect(isBob(participant({ nickname: 'Bob', type })), type).toBe(false);
  });

  it('compares the whole nickname to the letter', () => {
    for (const nickname of ['bob', 'Bob ', ' Bob', 'Bobby', 'Bo', '']) {
      expect(byNickname('Bob')(participant({ nickname })), nickname).toBe(false);
      expect(byNickname(nickname)(participant({ nickname })), nickname).toBe(true);
    }
    expect(byNickname('.*')(participant({ nickname: 'Bob' }))).toBe(false);
  });

  it('two predicates share nothing', () => {
    const [isAnn, isBob] = [byNickname('Ann'), byNickname('Bob')];
    const emitted: boolean[] = [];
    from(['Ann', 'Bob'])
      .pipe(map((nickname) => participant({ nickname })))
      .subscribe((who) => emitted.push(isAnn(who), isBob(who)));
    expect(emitted).toEqual([true, false, false, true]);
  });

  it('fits where an operator asks who oneself is', () => {
    const self = byNickname('Bob');
    const read$ = new Subject<ReadMark>();
    const source = new Subject<ChatNotification>();
    const emitted: number[] = [];
    source.pipe(unreadCount({ self, read$ })).subscribe(({ unread }) => emitted.push(unread));
    source.pipe(awaitingReply({ self })).subscribe(() => expect.unreachable());
    source.next(messageLog({ messages: [{ from: participant({ nickname: 'Bob' }) }] }));
    expect(emitted).toEqual([]);
    source.next(messageLog({ messages: [{ index: 2, from: participant({ nickname: 'Eve' }) }] }));
    expect(emitted).toEqual([1]);
  });

  it('it is a function of a name that gives a predicate on participants', () => {
    expectTypeOf(byNickname).parameters.toEqualTypeOf<[name: string]>();
    expectTypeOf(byNickname).returns.toEqualTypeOf<(from: Participant) => boolean>();
    // @ts-expect-error a nickname is a string
    expect(() => byNickname(5)).toThrow('byNickname: name must be a nickname, got 5');
  });
});
