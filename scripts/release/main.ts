/** `npm run release`: builds, checks and publishes the package. With `--dry-run` it publishes nothing, and needs no network. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { blockers } from './blockers.ts';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const isDryRun = values['dry-run'];

const run = (command: string, ...args: readonly string[]): void => {
  console.log(`\n$ ${[command, ...args].join(' ')}`);
  execFileSync(command, args, { stdio: 'inherit' });
};
const outputOf = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

const found = blockers({
  manifest,
  changelog: readFileSync('CHANGELOG.md', 'utf8'),
  changesets: readdirSync('.changeset').filter((file) => file.endsWith('.md') && file !== 'README.md'),
  changedFiles: outputOf('git', 'status', '--short').split('\n').filter(Boolean),
});

run('npm', 'run', '--silent', 'build');
run('npm', 'run', '--silent', 'check:package');
const [packed] = JSON.parse(outputOf('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')) as [Packed];
console.log(`\n${manifest.name} ${manifest.version}`);
console.log(
  `${packed.files.length} files, ${megabytes(packed.size)}, unpacked ${megabytes(packed.unpackedSize)}`,
);
for (const { path } of packed.files) console.log(`  ${path}`);

if (found.length > 0) {
  console.log('\nNot ready to publish:');
  for (const blocker of found) console.log(`- ${blocker}`);
  if (!isDryRun) process.exitCode = 1;
} else if (isDryRun) {
  console.log('\nReady to publish. Nothing was published: --dry-run.');
} else {
  run('npm', 'publish', '--provenance', '--access', 'public');
}
