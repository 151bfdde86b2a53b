import { of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { chatViews, type TypingOptions } from '../../operators/index.ts';
import { marbles } from '../marbles.ts';
import { all, expectViews, says, shows, view, views } from './chatViewsFixtures.ts';

describe('chatViews', () => {
  it('[CV8] isFinal says which states end a chat', () => {
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

  it('[CV8] isFinal is asked of states that were told, and of nothing else', () => {
    const asked: unknown[] = [];
    const isFinal = (status: string): boolean => asked.push(status) > 2;
    of(says({ text: 'Hi' }), shows({ state: 'Chatting' }))
      .pipe(chatViews({ isFinal }))
      .subscribe();
    expect([...new Set(asked)]).toEqual(['Chatting']);
  });

  it.each([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ['expireAfter', { expireAfter: NaN }],
    ['options', ['Completed']],
    ['options', null],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: -1 }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
  ])('[CV17] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => chatViews(options as unknown as TypingOptions)).toThrow(TypeError);
    expect(() => chatViews(options as unknown as TypingOptions)).toThrow(`chatViews: ${name} must be`);
  });

  it('[CV20] an isFinal that throws errors the stream', () => {
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
