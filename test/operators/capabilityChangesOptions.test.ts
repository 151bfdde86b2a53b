import { describe, it } from 'vitest';
import { capabilityChanges } from '../../operators/index.ts';
import { all, changes } from './capabilityChangesFixtures.ts';
import { errorsAlone, expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('capabilityChanges', () => {
  it.each(wrongKeyedOptions)(
    'throws a TypeError that names the option, when it is called: %s %o',
    (name, options) => {
      expectTypeError(() => capabilityChanges(options as never), 'capabilityChanges', name);
    },
  );

  it('an isFinal that throws errors that subscriber and no other', () => {
    errorsAlone(capabilityChanges, all, changes);
  });
});
