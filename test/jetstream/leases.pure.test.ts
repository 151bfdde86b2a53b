import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noLeases, step } from '../../src/jetstream/leases/leaseMachine.ts';
import type { LeaseEffect, LeaseEvent, LeaseState } from '../../src/jetstream/leases/leaseTypes.ts';

const lifetime = 1_000;

/** A bucket with compare-and-set, and bridges that share it in virtual time. */
class World {
  now = 0;
  revision = 0;
  readonly bucket = new Map<string, { owner: string; revision: number }>();
  readonly beats = new Map<string, number>();
  readonly bridges = new Map<string, LeaseState>();
  /** Who runs the session of an agent, and by which token. */
  readonly running = new Map<string, { owner: string; token: number }>();
  readonly moves: LeaseEffect[] = [];
  /** Bridges that neither read nor write. */
  readonly cutOff = new Set<string>();
  readonly agents: readonly string[];

  constructor(agents: readonly string[]) {
    this.agents = agents;
  }

  start(id: string): void {
    this.bridges.set(id, noLeases);
    this.dispatch(id, { type: 'agents', agents: this.agents });
  }

  crash(id: string): void {
    this.bridges.delete(id);
    for (const [key, { owner }] of this.running) if (owner === id) this.running.delete(key);
  }

  close(id: string): void {
    this.dispatch(id, { type: 'close' });
    this.bridges.delete(id);
    this.beats.delete(id);
  }

  dispatch(id: string, event: LeaseEvent): void {
    const { state, effects } = step(this.bridges.get(id) ?? noLeases, event, { id, lifetime });
    this.bridges.set(id, state);
    for (const effect of effects) this.perform(id, effect);
  }

  perform(id: string, effect: LeaseEffect): void {
    const { key } = effect;
    if (effect.do === 'open') {
      this.moves.push(effect);
      const other = this.running.get(key);
      // Two bridges never run one agent at once.
      expect(other, `${key} is opened by ${id}`).toBeUndefined();
      this.running.set(key, { owner: id, token: effect.token });
    } else if (effect.do === 'close') {
      if (this.running.get(key)?.owner === id) this.running.delete(key);
    } else if (this.cutOff.has(id)) {
      this.dispatch(id, { type: 'failed', key });
    } else if ((this.bucket.get(key)?.revision ?? 0) !== effect.revision) {
      this.dispatch(id, { type: 'refused', key });
    } else if (effect.do === 'delete') {
      this.bucket.delete(key);
      this.dispatch(id, { type: 'released', key });
    } else {
      this.revision += 1;
      this.bucket.set(key, { owner: id, revision: this.revision });
      this.dispatch(id, { type: 'written', key, revision: this.revision, sentAt: this.now });
    }
  }

  /** A sixth of a lifetime passes. */
  tick(order: readonly string[] = [...this.bridges.keys()]): void {
    this.now += lifetime / 6;
    for (const id of order) {
      if (!this.bridges.has(id)) continue;
      if (!this.cutOff.has(id)) {
        this.revision += 1;
        this.beats.set(id, this.revision);
        const bridges = new Map([...this.beats].map(([owner, revision]) => [owner, { owner, revision }]));
        this.dispatch(id, { type: 'observed', at: this.now, leases: new Map(this.bucket), bridges });
      }
      this.dispatch(id, { type: 'tick', at: this.now });
    }
  }

  ticks(count: number): void {
    for (let at = 0; at < count; at += 1) this.tick();
  }

  count(id: string): number {
    return [...this.running.values()].filter(({ owner }) => owner === id).length;
  }
}

const agents = Array.from({ length: 20 }, (_, at) => `agent${at}`);

describe('leases', () => {
  test('are all acquired by the first bridge, and renewed', () => {
    const world = new World(agents);
    world.start('a');
    world.ticks(30);
    expect(world.count('a')).toBe(20);
    expect(world.moves).toHaveLength(20);
  });

  test('are shared evenly with a bridge that joins, and as few as possible move', () => {
    const world = new World(agents);
    world.start('a');
    world.ticks(3);
    world.start('b');
    world.ticks(10);
    expect([world.count('a'), world.count('b')]).toEqual([10, 10]);
    expect(world.moves).toHaveLength(30);
    world.start('c');
    world.ticks(10);
    expect([world.count('a'), world.count('b'), world.count('c')].sort()).toEqual([6, 7, 7]);
    expect(world.moves).toHaveLength(36);
  });

  test('of a bridge that crashed are taken over within twice the lifetime, and no others move', () => {
    const world = new World(agents);
    world.start('a');
    world.start('b');
    world.ticks(12);
    const before = world.moves.length;
    world.crash('b');
    const crashed = world.now;
    while (world.count('a') < 20) world.tick();
    expect(world.now - crashed).toBeLessThan(2 * lifetime);
    expect(world.now - crashed).toBeGreaterThan(lifetime / 2);
    expect(world.moves.length - before).toBe(10);
  });

  test('of a bridge that closes are free at once', () => {
    const world = new World(agents);
    world.start('a');
    world.start('b');
    world.ticks(12);
    world.close('b');
    world.ticks(2);
    expect(world.count('a')).toBe(20);
  });

  test('expire at the bridge itself before another takes them over', () => {
    const world = new World(agents);
    world.start('a');
    world.start('b');
    world.ticks(12);
    world.cutOff.add('b');
    world.ticks(14);
    expect([world.count('a'), world.count('b')]).toEqual([20, 0]);
    world.cutOff.delete('b');
    world.ticks(12);
    expect([world.count('a'), world.count('b')]).toEqual([10, 10]);
  });

  test('have a token that grows with every owner', () => {
    const world = new World(['x']);
    world.start('a');
    world.ticks(3);
    const first = world.running.get('x')?.token ?? 0;
    world.crash('a');
    world.start('b');
    world.ticks(12);
    expect(world.running.get('x')?.token).toBeGreaterThan(first);
  });

  test('of an agent that is removed are given back', () => {
    const world = new World(agents);
    world.start('a');
    world.ticks(3);
    world.dispatch('a', { type: 'agents', agents: agents.slice(1) });
    world.ticks(1);
    expect([...world.running.keys()]).not.toContain('agent0');
    expect(world.bucket.has('agent0')).toBe(false);
  });

  test('of foreign owners expire like others', () => {
    const world = new World(['x']);
    world.bucket.set('x', { owner: '', revision: 99 });
    world.revision = 100;
    world.start('a');
    world.ticks(3);
    expect(world.count('a')).toBe(0);
    world.ticks(5);
    expect(world.count('a')).toBe(1);
  });

  test('never have two owners, and always find one, whatever happens to the bridges', () => {
    const ids = ['a', 'b', 'c'];
    const action = fc.tuple(
      fc.constantFrom('start', 'crash', 'close', 'cut', 'join', 'tick', 'tick', 'tick'),
      fc.constantFrom(...ids),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const world = new World(agents.slice(0, 7));
        for (const [what, id] of actions) {
          const runs = world.bridges.has(id);
          if (what === 'start' && !runs) world.start(id);
          else if (what === 'crash' && runs) world.crash(id);
          else if (what === 'close' && runs && !world.cutOff.has(id)) world.close(id);
          else if (what === 'cut') world.cutOff.add(id);
          else if (what === 'join') world.cutOff.delete(id);
          world.tick();
        }
        world.cutOff.clear();
        for (const id of ids) if (!world.bridges.has(id)) world.start(id);
        world.ticks(24);
        expect(ids.map((id) => world.count(id)).sort()).toEqual([2, 2, 3]);
      }),
      { numRuns: 300 },
    );
  });
});
