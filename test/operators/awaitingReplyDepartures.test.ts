import { from } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { type AwaitedReply, awaitingReply, byNickname } from '../../operators/index.ts';
import type { ChatNotification, Participant } from '../../src/model/index.ts';
import { participant } from '../../src/testing/index.ts';
import {
  agent,
  ann,
  at,
  bob,
  bot,
  cid,
  emissionsOf,
  fetched,
  log,
  nothing,
  state,
  timeless,
  waiting,
} from './awaitingReplyFixtures.ts';

const bye = at(1, ann, { text: 'Thanks, bye' });
const left = at(2, ann, { type: 'ParticipantLeft' });
const last = (notifications: readonly ChatNotification[]): AwaitedReply =>
  emissionsOf(notifications).at(-1) ?? nothing;

const listed = (...participants: Participant[]): ChatNotification => state('Chatting', { participants });

describe('awaitingReply after a departure', () => {
  it.each<[string, ChatNotification[]]>([
    ['ParticipantLeft', [log(left)]],
    [
      'ParticipantLeft in the same log as a later bot',
      [log(left, at(3, agent, { type: 'ParticipantLeft' }))],
    ],
    ['the state LeftChat', [state('LeftChat')]],
    ['two lists without the customer', [listed(agent), listed(agent)]],
    ['ParticipantLeft and the state LeftChat', [log(left), state('LeftChat')]],
  ])('a customer who has left does not wait: %s', (_, departure) => {
    const start = [state('Chatting', { participants: [ann, agent] }), log(bye)];
    expect(emissionsOf([...start, ...departure])).toEqual([waiting(bye), nothing]);
  });

  it.each<[string, ChatNotification[]]>([
    ['ParticipantRejoined', [log(at(5, ann, { type: 'ParticipantRejoined' }))]],
    ['ParticipantJoined', [log(at(5, ann, { type: 'ParticipantJoined' }))]],
    ['a list', [state('Chatting', { participants: [ann, agent] })]],
  ])('after a rejoin (%s) only new words wait, though history repeats the old ones', (_, rejoin) => {
    const start = [state('Chatting', { participants: [ann, agent] }), log(bye)];
    const question = at(7, ann);
    for (const departure of [
      [log(left)],
      [state('LeftChat')],
      [listed(agent), listed(agent)],
      [log(left), state('LeftChat')],
    ])
      expect(emissionsOf([...start, ...departure, ...rejoin, log(bye), log(question)])).toEqual([
        waiting(bye),
        nothing,
        waiting(question),
      ]);
  });

  it('a message that was sent before a departure does not wait if it arrives after it', () => {
    expect(last([log(left), log(bye)])).toEqual(nothing);
    expect(last([state('LeftChat'), log(bye), log(left)])).toEqual(nothing);
  });

  it('the message that follows several departures waits', () => {
    const lists = [[ann, agent], [agent]].map((participants) => state('Chatting', { participants }));
    const ends = [state('LeftChat'), state('Completed'), state('LeftChat'), state('Chatting')];
    expect(last([log(bye), ...lists, ...ends, ...lists, log(at(2, ann))])).toEqual(waiting(at(2, ann)));
  });

  it('the departure of another participant ends no wait', () => {
    expect(last([log(bye, at(2, cid)), log(at(3, cid, { type: 'ParticipantLeft' }))])).toEqual(waiting(bye));
    expect(last([log(bye), log(at(3, agent, { type: 'ParticipantLeft' }))])).toEqual(waiting(bye));
    const lists = [
      [ann, agent, bob],
      [ann, agent],
    ].map((participants) => state('Chatting', { participants }));
    expect(last([...lists, log(bye), ...lists])).toEqual(waiting(bye));
  });

  it('a list without the customer is no departure until the next one confirms it', () => {
    const empty = state('Chatting', { participants: [] });
    const start = [state('Invited', { participants: [ann] }), log(bye), empty];
    expect(last(start)).toEqual(waiting(bye));
    expect(last([...start, state('Chatting')])).toEqual(waiting(bye));
    expect(last([listed(ann, agent), log(bye), listed(agent)])).toEqual(waiting(bye));
    expect(last([...start, state('Chatting', { participants: [ann, agent] }), empty])).toEqual(waiting(bye));
    expect(last([...start, empty])).toEqual(nothing);
    expect(last([...start, state('Chatting', { participants: [agent] })])).toEqual(nothing);
  });

  it('a customer whom no state ever listed has not left', () => {
    const agents = state('Chatting', { participants: [agent] });
    expect(last([agents, log(bye), agents, agents])).toEqual(waiting(bye));
  });

  it('an agent, a colleague and a customer share a nickname: the customer waits until one of the others answers', () => {
    const [customer, me, colleague] = (['Customer', 'Agent', 'Agent'] as const).map((type, position) =>
      participant({ nickname: 'Kim', type, participantId: `${position}` }),
    );
    for (const self of [byNickname('Kim'), ({ nickname }: { nickname: string }) => nickname === 'Kim'])
      for (const author of [me, colleague]) {
        const emitted: number[] = [];
        from([log(at(1, customer ?? ann)), log(at(2, author ?? agent))])
          .pipe(awaitingReply({ self }))
          .subscribe((reply) => emitted.push(reply.waiting.length));
        expect(emitted).toEqual([1, 0]);
      }
  });
});

describe('awaitingReply after the end of a chat', () => {
  it.each<[string, ChatNotification[]]>([
    ['LeftChat', [state('LeftChat')]],
    ['Completed', [state('Completed'), state('Chatting')]],
  ])('words before %s do not wait again when late messages are inserted before them', (_, ending) => {
    for (const words of [bye, timeless(1, ann), at(1, ann, { epoch: 2 })])
      for (const late of [at(0, ann), at(0, bot), timeless(1, cid)])
        expect(last([log(words), ...ending, log(late)])).toEqual(nothing);
  });

  it('a reopened chat waits for new messages alone', () => {
    expect(
      emissionsOf([
        log(bye),
        state('Completed'),
        state('Chatting'),
        log(bye),
        log(at(2, ann)),
        log(at(3, bob)),
      ]),
    ).toEqual([waiting(bye), nothing, waiting(at(2, ann)), nothing]);
  });

  it.each([1, 0, -5, 7])(
    'a reopened chat whose indices restart at %i waits for its new messages',
    (index) => {
      const start = [log(at(7, ann), at(8, bob), at(9, ann)), state('Completed'), state('Chatting')];
      const question = at(index, ann, { sentAt: 24_000, text: 'Hello again' });
      const answer = at(index + 1, agent, { sentAt: 25_000 });
      const inEpoch = { ...question, epoch: 2 };
      expect(emissionsOf([...start, log(question), log(answer)]).slice(2)).toEqual([
        waiting(inEpoch),
        nothing,
      ]);
      expect(last([...start, log(answer), log(question)])).toEqual(nothing);
    },
  );

  it('an answer of a later numbering ends the wait of a message without a time under the same index', () => {
    const whole = fetched(90_000, at(1, agent, { sentAt: 50_000 }), at(4, bot, { sentAt: 51_000 }));
    expect(last([log(timeless(1, ann), at(5, bot))]).waiting).toHaveLength(1);
    expect(last([log(timeless(1, ann), at(5, bot)), whole])).toEqual(nothing);
  });

  it('a message that arrives after the end does not wait when the chat is reopened', () => {
    expect(emissionsOf([state('Completed'), log(bye), state('Chatting'), log(at(2, ann))])).toEqual([
      waiting(at(2, ann)),
    ]);
  });
});
