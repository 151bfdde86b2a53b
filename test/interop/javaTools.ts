import { spawnSync } from 'node:child_process';

const TOOLS = [
  { command: 'java', needed: 'Java 17 or later', flag: '-version' },
  { command: 'mvn', needed: 'Maven 3.8 or later', flag: '-version' },
];

/** A line for each tool that the Java server needs and that is not there. */
export const missingTools = (): readonly string[] =>
  TOOLS.filter(({ command, flag }) => spawnSync(command, [flag], { stdio: 'ignore' }).status !== 0).map(
    ({ command, needed }) => `\`${command}\` is missing: install ${needed}`,
  );
