import { describe, expect, it, vi } from 'vitest';
import { runMachine } from '../../src/session/machine.ts';

const counting = (perform: (effect: string) => void) =>
  runMachine(
    0,
    (state, event: string) => ({ state: state + 1, effects: [`${event}1`, `${event}2`] }),
    perform,
  );

describe('runMachine', () => {
  it('queues what is dispatched while effects are performed', () => {
    const performed: string[] = [];
    const machine = counting((effect) => {
      performed.push(effect);
      if (effect === 'a1') machine.dispatch('b');
    });
    machine.dispatch('a');
    expect(performed).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(machine.state()).toBe(2);
  });

  it('loses neither effects nor events to a perform that throws, and reports it', () => {
    vi.useFakeTimers();
    const performed: string[] = [];
    const machine = counting((effect) => {
      if (effect === 'a1') machine.dispatch('b');
      if (effect === 'a1') throw new Error('broken');
      performed.push(effect);
    });
    machine.dispatch('a');
    expect(performed).toEqual(['a2', 'b1', 'b2']);
    expect(() => vi.runAllTimers()).toThrow('broken');
    vi.useRealTimers();
  });
});
