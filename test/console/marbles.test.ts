import { describe, expect, it } from 'vitest';
import { hueOf, initialOf } from '../../examples/web-console/page/model/marbleLabels.ts';
import {
  emptyStrip,
  type Marble,
  type MarbleShape,
  type Strip,
  stripAfter,
  type StripEvent,
} from '../../examples/web-console/page/model/marbles.ts';

const marble = (at: number, label = '', shape: MarbleShape = 'live'): StripEvent => {
  const drawn: Marble = { lane: 'typing', at, label, shape, chatId: 'A' };
  return { kind: 'marble', marble: drawn };
};

const strip = (now: number, ...events: readonly StripEvent[]): Strip => stripAfter(emptyStrip, events, now);

describe('the marble strip', () => {
  it('draws what comes at almost the same time as one, and counts all', () => {
    const { lanes, counts } = strip(
      1_000,
      marble(0, 'a'),
      marble(100, 'b', 'late'),
      marble(299, 'c'),
      marble(600, 'd'),
    );
    expect(lanes.get('typing')).toMatchObject([
      { at: 0, times: 3, label: 'c', shape: 'late' },
      { at: 600, times: 1, label: 'd', shape: 'live' },
    ]);
    expect(counts.get('typing')).toBe(4);
  });

  it('forgets what has flowed out of sight, and goes on counting', () => {
    const before = strip(0, marble(0), { kind: 'flag', flag: { at: 0, label: 'restart' } });
    const { lanes, counts, flags } = stripAfter(before, [marble(50_000)], 50_000);
    expect(lanes.get('typing')).toHaveLength(1);
    expect([counts.get('typing'), flags.length]).toEqual([2, 0]);
  });

  it('restarts when other chats are shown, except for what concerns all', () => {
    const before = strip(
      0,
      marble(0),
      { kind: 'flag', flag: { at: 0, label: 'restart' } },
      { kind: 'connected', at: 0, isConnected: false },
    );
    const { lanes, counts, flags, outages } = stripAfter(before, [{ kind: 'scope' }, marble(1)], 1);
    expect(lanes.get('typing')).toMatchObject([{ at: 1, times: 1 }]);
    expect([counts.get('typing'), flags.length, outages.length]).toEqual([1, 1, 1]);
  });

  it('tells the times without connection, each once', () => {
    const changes = [
      [0, false],
      [5, false],
      [10, true],
      [20, true],
      [30, false],
    ] as const;
    const events = changes.map(([at, isConnected]): StripEvent => ({ kind: 'connected', at, isConnected }));
    expect(strip(40, ...events).outages).toEqual([{ from: 0, to: 10 }, { from: 30 }]);
  });

  it('labels a value by capitals, and a chat by a hue that stays', () => {
    expect(['ChatStateChange', 'Chatting', 'history', ''].map(initialOf)).toEqual(['CS', 'C', 'H', '']);
    expect(hueOf('0000A')).toBe(hueOf('0000A'));
    expect(hueOf('0000A')).not.toBe(hueOf('0000B'));
  });
});
