import { describe, it } from 'vitest';
import { userDataChanges } from '../../operators/index.ts';
import { all, changes } from './userDataChangesFixtures.ts';
import { errorsAlone, expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('userDataChanges', () => {
  it.each(wrongKeyedOptions)(
    'throws a TypeError that names the option, when it is called: %s %o',
    (name, options) => {
      expectTypeError(() => userDataChanges(options as never), 'userDataChanges', name);
    },
  );

  it('an isFinal that throws errors that subscriber and no other', () => {
    errorsAlone(userDataChanges, all, changes);
  });
});
