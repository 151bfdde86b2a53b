import { describe, it } from 'vitest';
import { participantChanges } from '../../operators/index.ts';
import { all, changes } from './participantChangesFixtures.ts';
import { errorsAlone, expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('participantChanges', () => {
  it.each(wrongKeyedOptions)(
    'throws a TypeError that names the option, when it is called: %s %o',
    (name, options) => {
      expectTypeError(() => participantChanges(options as never), 'participantChanges', name);
    },
  );

  it('an isFinal that throws errors that subscriber and no other', () => {
    errorsAlone(participantChanges, all, changes);
  });
});
