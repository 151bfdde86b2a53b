import { describe, it } from 'vitest';
import { chatDirectory } from '../../operators/index.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('chatDirectory', () => {
  it.each<readonly [string, unknown]>([
    ['expireAfter', { expireAfter: '10' }],
    ['expireAfter', { expireAfter: -1 }],
    ...wrongKeyedOptions,
  ])('throws a TypeError that names the option: %s', (name, options) => {
    expectTypeError(() => chatDirectory(options as never), 'chatDirectory', name);
  });
});
