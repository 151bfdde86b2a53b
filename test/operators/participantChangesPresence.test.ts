import fc from 'fast-check';
import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type ParticipantChange, participantChanges } from '../../operators/index.ts';
import type { ChatMessage, ChatNotification, Participant } from '../../src/model/index.ts';
import { chatStateChange, messageLog, participant } from '../../src/testing/index.ts';

const ann = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
const bob = participant({ participantId: '2', nickname: 'Bob' });

const list = (...participants: Participant[]): ChatNotification => inState('Chatting', ...participants);
const inState = (state: string, ...participants: Participant[]): ChatNotification =>
  chatStateChange({ chat: { id: 'A', state, participants } });
const log = (...messages: Partial<ChatMessage>[]): ChatNotification => messageLog({ chatId: 'A', messages });
const entry = (index: number, type = 'Text', author = ann): Partial<ChatMessage> => ({
  index,
  type,
  from: author,
});

function changes(...notifications: readonly ChatNotification[]): readonly ParticipantChange[] {
  const emitted: ParticipantChange[] = [];
  from(notifications)
    .pipe(participantChanges())
    .subscribe((change) => emitted.push(change));
  return emitted;
}

/** The nicknames of those who joined and left. */
const shown = (...notifications: readonly ChatNotification[]): readonly string[] =>
  changes(...notifications).map(({ joined, left, changed, current }) => {
    const names = (some: readonly Participant[]): string => some.map(({ nickname }) => nickname).join();
    return `+${names(joined)} -${names(left)} ~${names(changed)} =${names(current)}`;
  });

describe('participantChanges with a list that lacks somebody', () => {
  const invited = inState('Invited', ann);
  const joined = '+Ann - ~ =Ann';
  const gone = '+ -Ann ~ =';

  it('emits no departure for an empty list on Accept while the customer is known', () => {
    expect(shown(invited, list())).toEqual([joined]);
    expect(shown(invited, list(), list(ann))).toEqual([joined]);
  });

  it('emits the departure when a second state lacks the customer', () => {
    expect(shown(invited, list(), list())).toEqual([joined, gone]);
    expect(shown(invited, list(), list(bob))).toEqual([joined, '+Bob -Ann ~ =Bob']);
    expect(shown(invited, list(), list(ann), list())).toEqual([joined, gone]);
  });

  it('takes a state without a list for no second one', () => {
    const sparse = chatStateChange({ chat: { id: 'A' } });
    expect(shown(invited, list(), sparse, sparse)).toEqual([joined]);
  });

  it('takes an empty list for the first after Accept when Accept itself showed none', () => {
    expect(shown(invited, chatStateChange({ chat: { id: 'A' } }), list())).toEqual([joined]);
  });

  it('emits a departure at once for a later empty list, or one that lists others', () => {
    expect(shown(list(ann), list())).toEqual([joined, gone]);
    expect(shown(invited, list(bob))).toEqual([joined, '+Bob -Ann ~ =Bob']);
    expect(shown(invited, inState('Revoked'))).toEqual([joined, gone]);
  });

  it.each(['ParticipantJoined', 'ParticipantRejoined', 'Text', 'TypingStarted'])(
    'emits no departure after a %s until a second list confirms it',
    (type) => {
      expect(shown(list(ann), log(entry(1, type)), list())).toEqual([joined]);
      expect(shown(list(ann), log(entry(1, type)), list(), list(ann))).toEqual([joined]);
      expect(shown(list(ann), log(entry(1, type)), list(), list())).toEqual([joined, gone]);
    },
  );

  it('emits the departure when a ParticipantLeft confirms it', () => {
    const left = log(entry(2, 'ParticipantLeft'));
    expect(shown(list(ann), log(entry(1)), list(), left)).toEqual([joined, gone]);
    expect(shown(list(ann), log(entry(1)), left, list())).toEqual([joined, gone]);
    expect(shown(list(ann), log(entry(2, 'ParticipantLeft')), log(entry(1)), list())).toEqual([joined, gone]);
    expect(shown(invited, log(entry(2, 'ParticipantLeft')), list())).toEqual([joined, gone]);
  });

  it('emits no departure for a ParticipantLeft while the list shows the participant', () => {
    expect(shown(list(ann), log(entry(1, 'ParticipantLeft')))).toEqual([joined]);
  });

  it('lets a ParticipantLeft confirm the departure of its author alone', () => {
    const leaves = [
      log(entry(1), entry(2, 'ParticipantLeft', bob)),
      list(bob),
      log(entry(3, 'ParticipantLeft')),
    ];
    expect(shown(list(ann, bob), ...leaves)).toEqual(['+Ann,Bob - ~ =Ann,Bob', '+ -Ann ~ =Bob']);
  });

  it('takes a ParticipantLeft before the last entry of its author for no confirmation', () => {
    const late = log(entry(1, 'ParticipantLeft'));
    const back = log(entry(2, 'ParticipantRejoined'));
    expect(shown(list(ann), late, back, list())).toEqual([joined]);
    expect(shown(list(ann), back, list(), late)).toEqual([joined]);
  });

  it('takes the entries of others for no evidence', () => {
    expect(shown(list(ann), log(entry(1, 'Text', bob)), list())).toEqual([joined, gone]);
  });

  it('follows the log of a reopened chat whose indices restart', () => {
    const events = [
      list(ann),
      log({ ...entry(9, 'ParticipantLeft'), sentAt: 9000 }),
      inState('Completed', ann),
      list(ann),
      log({ ...entry(1, 'ParticipantRejoined'), sentAt: 24_000 }),
      list(),
    ];
    expect(shown(...events)).toEqual([joined]);
    expect(shown(...events, list())).toEqual([joined, gone]);
  });

  it('shows those who stay in current, and their changes', () => {
    expect(shown(list(ann), log(entry(1)), list(bob), list({ ...bob, visibility: 'All' }, ann))).toEqual([
      joined,
      '+Bob - ~ =Bob,Ann',
      '+ - ~Bob =Bob,Ann',
    ]);
  });

  it('emits changes whose sum is always current, for any notifications', () => {
    const people = [
      ann,
      bob,
      { ...ann, nickname: 'Annie' },
      participant({ participantId: '3', nickname: 'Cy' }),
    ];
    const notification = fc.oneof(
      fc
        .tuple(fc.constantFrom('Invited', 'Chatting', 'Completed'), fc.subarray(people))
        .map(([state, some]) => inState(state, ...some)),
      fc
        .array(
          fc.record({
            index: fc.nat(9),
            type: fc.constantFrom('ParticipantJoined', 'ParticipantLeft', 'Text'),
            from: fc.constantFrom(...people),
          }),
          { maxLength: 3 },
        )
        .map((messages) => log(...messages)),
    );
    fc.assert(
      fc.property(fc.array(notification, { maxLength: 20 }), (notifications) => {
        let sum = new Map<string, Participant>();
        for (const { joined: came, left, changed, current } of changes(...notifications)) {
          for (const { participantId } of left) expect(sum.delete(participantId)).toBe(true);
          for (const one of came) expect(sum.has(one.participantId)).toBe(false);
          for (const one of changed) expect(sum.has(one.participantId)).toBe(true);
          for (const one of [...came, ...changed]) sum.set(one.participantId, one);
          expect(new Map(current.map((one) => [one.participantId, one]))).toEqual(sum);
          sum = new Map(sum);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('depends on no order of the log before a list', () => {
    const entries = fc.uniqueArray(
      fc.record({
        index: fc.nat(9),
        type: fc.constantFrom('ParticipantJoined', 'ParticipantLeft', 'Text'),
        from: fc.constantFrom(ann, bob),
      }),
      { maxLength: 8, selector: ({ index }) => index },
    );
    fc.assert(
      fc.property(
        entries.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const inOneLog = shown(list(ann, bob), log(...all), list());
          expect(shown(list(ann, bob), ...shuffled.map((one) => log(one)), list())).toEqual(inOneLog);
        },
      ),
    );
  });
});
