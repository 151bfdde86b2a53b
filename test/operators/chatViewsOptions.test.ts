import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { chatViews } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, expectViews, says, shows, view, views } from './chatViewsFixtures.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('chatViews', () => {
  it('isFinal says which states end a chat', () => {
    const isFinal = (status: string): boolean => status === 'Idle';
    const f = shows({ state: 'Idle', capabilities: ['Leave'] });
    const g = shows({ state: 'Completed', capabilities: ['Leave'] });
    expectViews(
      { f, g },
      'fg',
      'fg',
      {
        f: view({ status: 'Idle', endedAt: 1 }),
        g: view({ status: 'Completed', capabilities: ['Leave'] }),
      },
      { isFinal },
    );
  });

  it('isFinal is asked of states that were told, and of nothing else', () => {
    const asked: unknown[] = [];
    const isFinal = (status: string): boolean => asked.push(status) > 2;
    of(says({ text: 'Hi' }), shows({ state: 'Chatting' }))
      .pipe(chatViews({ isFinal }))
      .subscribe();
    expect([...new Set(asked)]).toEqual(['Chatting']);
  });

  it.each<readonly [string, unknown]>([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ...wrongKeyedOptions,
  ])('throws a TypeError that names the option: %s', (name, options) => {
    expectTypeError(() => chatViews(options as never), 'chatViews', name);
  });

  it('an isFinal that throws errors the stream', () => {
    const isFinal = (): boolean => {
      throw new Error('no');
    };
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('-i-i-|', all);
      const subs = '      ^!    ';
      expectObservable(source.pipe(views({ isFinal }))).toBe('-#', {}, new Error('no'));
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });
});
