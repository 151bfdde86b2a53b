import { spawnSync } from 'node:child_process';

/** Maven compiles for it. */
const JAVA = 17;

/** A line for each tool that the Java server needs and that is not there. */
export function missingTools(): readonly string[] {
  const [java = 0] = versionOf('javac');
  const [maven] = versionOf('mvn');
  return [
    ...(java < JAVA ? [`a JDK of Java ${JAVA} or later is missing (\`javac\`)`] : []),
    ...(maven === undefined ? ['Maven 3.8 or later is missing (`mvn`)'] : []),
  ];
}

/** What a command says of its version; nothing if there is no such command. */
function versionOf(command: string): readonly number[] {
  const { status, stdout, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const [version = ''] = /\d+(\.\d+)*/.exec(`${stdout}${stderr}`) ?? [];
  return status === 0 ? version.split('.').map(Number) : [];
}
