import { describe, expect, it } from 'vitest';
import { chatDirectory, type TypingOptions } from '../../operators/index.ts';

describe('chatDirectory', () => {
  it.each([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ['options', ['Completed']],
    ['options', null],
    ['retainEnded', { retainEnded: '60' }],
    ['retainEnded', { retainEnded: NaN }],
    ['maxChats', { maxChats: 1.5 }],
    ['maxChats', { maxChats: 0 }],
    ['isFinal', { isFinal: 'Completed' }],
    ['scheduler', { scheduler: {} }],
  ])('[CD11] throws a TypeError that names the option: %s', (name, options) => {
    expect(() => chatDirectory(options as unknown as TypingOptions)).toThrow(TypeError);
    expect(() => chatDirectory(options as unknown as TypingOptions)).toThrow(
      `chatDirectory: ${name} must be`,
    );
  });
});
