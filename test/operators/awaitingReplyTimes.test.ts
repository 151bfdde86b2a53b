import { describe, expect, it } from 'vitest';
import type { AwaitedReply } from '../../operators/index.ts';
import { type ChatNotification, sameMessage } from '../../src/model/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import {
  agent,
  ann,
  at,
  bob,
  bot,
  emissionsOf,
  fetched,
  log,
  nothing,
  state,
  timeless,
  waiting,
} from './awaitingReplyFixtures.ts';

const last = (notifications: readonly ChatNotification[]): AwaitedReply =>
  emissionsOf(notifications).at(-1) ?? nothing;
const received = (receivedDate: string): ChatNotification => state('Chatting', { receivedDate });
const sevenInZone = Date.UTC(2024, 4, 6, 5);

describe('since of awaitingReply', () => {
  it('is the time of the nearest earlier timed entry for a fetched message without a time', () => {
    const entries = [at(1, bot), timeless(2, agent), timeless(3, ann), at(4, bot)];
    expect(last([fetched(90_000, ...entries)])).toEqual({ ...waiting(timeless(3, ann)), since: 1000 });
    expect(last([received('2024-05-06 07:00:00.000+0200'), fetched(90_000, ...entries)]).since).toBe(1000);
  });

  it.each([
    ['2024-05-06 07:00:00.000+0200', sevenInZone],
    ['2024-05-06T05:00:00.000Z', sevenInZone],
    ['2024-05-06 07:00:00+02:00', sevenInZone],
    ['2024-05-06 07:00:00.250+0200', sevenInZone + 250],
    ['2024-05-06 07:00:00', undefined],
    ['2024-13-06 07:00:00.000+0200', undefined],
    ['this morning', undefined],
    ['', undefined],
  ])('is the receivedDate of the chat if there is no earlier timed entry: %j', (receivedDate, since) => {
    const reply = last([received(receivedDate), fetched(90_000, timeless(3, ann), at(4, bot))]);
    expect(reply).toEqual({ ...waiting(timeless(3, ann)), ...(since !== undefined && { since }) });
  });

  it('is absent if nothing shows it, with waiting filled, until a state or a log does', () => {
    const start = [fetched(90_000, timeless(3, ann))];
    expect(emissionsOf(start)).toEqual([{ chatId: 'A', waiting: [timeless(3, ann)] }]);
    expect(last([...start, received('2024-05-06T05:00:00.000Z')]).since).toBe(sevenInZone);
    expect(last([...start, fetched(95_000, at(2, bot), timeless(3, ann))]).since).toBe(2000);
    expect(last([...start, received('2024-05-06T05:00:00.000Z'), state('Chatting')]).since).toBe(sevenInZone);
  });

  it('is the same on a page that was opened 90 s later', () => {
    const history = [timeless(1, ann), timeless(2, ann)];
    for (const entries of [history, [at(0, bot), ...history]]) {
      const [first, second] = [1_000, 91_000].map((opened) =>
        last([
          { ...received('2024-05-06 07:00:00.000+0200'), receivedAt: opened },
          fetched(opened + 5, ...entries),
        ]),
      );
      expect(second).toEqual(first);
      expect(second?.waiting).toHaveLength(2);
    }
    for (const opened of [1_000, 91_000]) expect(last([fetched(opened, ...history)]).since).toBeUndefined();
  });

  it('is the time of the message once a later log has it', () => {
    const live = messageLog({ chatId: 'A', receivedAt: 5_000, messages: [timeless(3, ann)] });
    expect(emissionsOf([live, fetched(9_000, at(3, ann))])).toEqual([
      { chatId: 'A', since: 5_000, waiting: [timeless(3, ann)] },
      waiting(at(3, ann)),
    ]);
  });

  it('stays the time of receipt of a live message when late messages are inserted before it', () => {
    const live = messageLog({ chatId: 'A', receivedAt: 5_000, messages: [timeless(3, ann)] });
    const reply = last([live, fetched(9_000, at(1, ann), at(2, agent), timeless(3, ann))]);
    expect(reply).toEqual({ chatId: 'A', since: 5_000, waiting: [timeless(3, ann)] });
  });

  it('a message without a time under the index of an answer waits; with the next answer it does not', () => {
    for (const answer of [at(3, agent), timeless(3, agent), at(3, bob)]) {
      const question = timeless(3, ann);
      expect(last([log(answer), log(question)]).waiting).toEqual([question]);
      expect(last([log(question), log(answer)]).waiting).toEqual([question]);
      expect(last([log(answer, question), log(at(4, bob))])).toEqual(nothing);
    }
  });

  it('links, notices and files that differ in nothing else all wait', () => {
    for (const [type, contents] of [
      ['PushUrl', [{ url: 'https://a.example' }, { url: 'https://b.example' }]],
      ['CustomNotice', [{ noticeText: 'a' }, { noticeText: 'b' }]],
      ['FileUploaded', [{ userData: { 'file-id': 'a' } }, { userData: { 'file-id': 'b' } }]],
    ] as const) {
      const [first, second] = contents.map((content) => at(1, ann, { type, ...content }));
      if (first === undefined || second === undefined) throw new Error('two messages are required');
      expect(sameMessage(first, second)).toBe(false);
      expect(last([log(first), log(second)]).waiting).toEqual([first, second]);
    }
  });

  it('follows replaced messages: a masked version waits in the place of the former', () => {
    const masked = at(1, ann, { text: '[card]' });
    const replacing = { ...fetched(9_000, masked), replaces: [at(1, ann)] };
    expect(emissionsOf([log(at(1, ann)), replacing, log(at(2, bob))])).toEqual([
      waiting(at(1, ann)),
      waiting(masked),
      nothing,
    ]);
  });
});
