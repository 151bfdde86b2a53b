import type { Command } from 'commander';

/** Takes options that an empty variable of the environment gave for not given: that is how one is unset in many a file of settings. */
export function unsetEmpty(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) === 'env' && command.getOptionValue(name) === '')
      command.setOptionValue(name, undefined);
  }
}
