import { describe, expect, expectTypeOf, it } from 'vitest';
import { byParticipant, type Participant } from '../../operators/index.ts';
import { participant } from '../../src/testing/index.ts';

describe('byParticipant', () => {
  it.each([['00A1'], [['00A1', '00B7']], [new Set(['00A1'])], [new Map([['00A1', 1]]).keys()]])(
    'matches the ids of %o',
    (ids) => {
      const isSelf = byParticipant(ids);
      expect(isSelf(participant({ participantId: '00A1' }))).toBe(true);
      expect(isSelf(participant({ participantId: '00A1', type: 'Customer' }))).toBe(true);
      expect(isSelf(participant({ participantId: '0' }))).toBe(false);
      expect(isSelf(participant({ participantId: '00A1 ' }))).toBe(false);
    },
  );

  it('reads the ids once', () => {
    const ids = ['00A1'];
    const isSelf = byParticipant(ids);
    ids.push('00B7');
    expect(isSelf(participant({ participantId: '00B7' }))).toBe(false);
  });

  it('matches nobody without ids', () => {
    expect(byParticipant([])(participant())).toBe(false);
  });

  it.each([5, null, undefined, {}, [5], [undefined]])('throws a TypeError for %o', (ids) => {
    const call = (): unknown => byParticipant(ids as string);
    expect(call).toThrow(TypeError);
    expect(call).toThrow('byParticipant: ids must be a participantId or several, got');
  });

  it('is a function of ids that returns a predicate', () => {
    expectTypeOf(byParticipant).parameters.toEqualTypeOf<[ids: string | Iterable<string>]>();
    expectTypeOf(byParticipant).returns.toEqualTypeOf<(from: Participant) => boolean>();
  });
});
