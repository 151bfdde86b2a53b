import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from './faults.ts';
import { type Schedule, scheduleOf, SIZES, type Step } from './schedule.ts';

const seeds = Array.from({ length: 20 }, (_, n) => n + 1);

const chatsIn = ({ steps }: Schedule): ReadonlySet<string> => new Set(steps.map(({ chatId }) => chatId));

/** What happens in each chat, in order. */
function byChat({ steps }: Schedule): readonly (readonly Step[])[] {
  const chats = new Map<string, Step[]>();
  for (const step of steps) chats.set(step.chatId, [...(chats.get(step.chatId) ?? []), step]);
  return [...chats.values()];
}

describe('a schedule of chaos', () => {
  it('is decided by its seed', () => {
    expect(scheduleOf(7, SIZES.full)).toEqual(scheduleOf(7, SIZES.full));
    const [one, other] = [scheduleOf(7, SIZES.full), scheduleOf(8, SIZES.full)];
    expect(one.faults).not.toEqual(other.faults);
    expect(one.steps).not.toEqual(other.steps);
  });

  it('has at least 60 faults, some of every kind, 20 chats and 5,000 messages', () => {
    for (const seed of seeds) {
      const schedule = scheduleOf(seed, SIZES.full);
      const kinds = schedule.faults.map(({ kind }) => kind);
      expect(kinds.length).toBeGreaterThanOrEqual(60);
      expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS));
      expect(chatsIn(schedule).size).toBeGreaterThanOrEqual(20);
      expect(schedule.steps.filter((step) => step.do === 'say').length).toBeGreaterThanOrEqual(5_000);
    }
  });

  it('has chats that end and come back, typing, user data and changes of status, in order of time', () => {
    for (const seed of seeds) {
      const { steps, faults } = scheduleOf(seed, SIZES.full);
      const states = steps.flatMap((step) => (step.do === 'setState' ? step.state : []));
      expect(new Set(states)).toEqual(new Set(['Chatting', 'Completed', 'Revoked']));
      for (const kind of ['type', 'setUserData']) expect(steps.some((step) => step.do === kind)).toBe(true);
      for (const times of [steps, faults].map((items) => items.map(({ at }) => at))) {
        expect(times).toEqual([...times].sort((one, other) => one - other));
      }
    }
  });

  it('does in no chat what a server refuses: nobody speaks before it opens or after it ended', () => {
    for (const steps of seeds.flatMap((seed) => byChat(scheduleOf(seed, SIZES.short)))) {
      let state = 'none';
      for (const step of steps) {
        if (step.do === 'open') expect(state).toBe('none');
        else if (step.do !== 'setState') {
          expect(['Invited', 'Chatting']).toContain(state);
          if (step.do === 'say' && step.from === 'Agent') expect(state).toBe('Chatting');
        }
        if (step.do === 'open' || step.do === 'setState') state = step.state;
      }
    }
  });
});
