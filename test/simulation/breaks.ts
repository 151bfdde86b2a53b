import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One edit that breaks one rule. */
interface Break {
  readonly rule: string;
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const breaks: readonly Break[] = [
  {
    rule: '1 anchor',
    what: 'an answer without the anchor counts',
    file: 'messages.ts',
    from: 'anchor !== undefined && !holdsAnchor(messages, anchor)',
    to: 'anchor !== undefined && !holdsAnchor(messages, anchor) && messages.length > 9_999',
  },
  {
    rule: '2 prefix',
    what: 'an answer settles its highest known index and all below',
    file: 'messages.ts',
    from: 'evidence.settledTo = Math.max(evidence.settledTo, highest - 1)',
    to: 'evidence.settledTo = Math.max(evidence.settledTo, log.lastIndex ?? 0)',
  },
  {
    rule: '2 prefix',
    what: 'no request follows an answer with news',
    file: 'messages.ts',
    from: '(isProgress || isAdvance) && (news > 0 || missing !== undefined || !wanted.isForGap)',
    to: 'news > 9_999',
  },
  {
    rule: '3 staleness',
    what: 'no answer is stale',
    file: 'messages.ts',
    from: 'if (highest < returned) return true;',
    to: '',
  },
  {
    rule: '4 second look',
    what: 'the tail is requested once',
    file: 'run.ts',
    from: 'if (isFirst && !isSecond) lookAgain(step, chatId, at);',
    to: '',
  },
  {
    rule: '4 second look',
    what: 'a chat ends when one list lacks it',
    file: 'listing.ts',
    from: 'const isConfirmed = sentAt - absence.at >= secondLookAfter;',
    to: 'const isConfirmed = true;',
  },
  {
    rule: '4 second look',
    what: 'an absence counts twice although the chat spoke',
    file: 'run.ts',
    from: 'absence?.isConfirmed !== true',
    to: 'absence === undefined',
  },
  {
    rule: '4 second look',
    what: 'a reconnection drops pending second looks',
    file: 'begin.ts',
    from: '  seconds.has(chatId) ||\n',
    to: '',
  },
  {
    rule: '5 budget',
    what: 'one 403 or 404 closes a gap',
    file: 'messages.ts',
    from: 'wanted.deniedAt === undefined || at - wanted.deniedAt < secondLookAfter',
    to: 'at < 0',
  },
  {
    rule: '5 budget',
    what: 'what is given up is not missing',
    file: 'run.ts',
    from: '    state.open.add(chatId);\n',
    to: '',
  },
  {
    rule: '6 precedence',
    what: 'a list beats later pushes',
    file: '../desk/desk.ts',
    from: 'kept.liveSeq <= requestSeq) return listed',
    to: 'kept.liveSeq >= 0) return listed',
  },
  {
    rule: 'backoff',
    what: 'a chat is requested again at once',
    file: 'messages.ts',
    from: 'at + Math.max(rules.delayAfter(wanted.tries), refusal.retryAfter ?? 0)',
    to: 'at',
  },
  {
    rule: 'backoff',
    what: 'a failing server is not left alone',
    file: 'backfillMachine.ts',
    from: 'state.pausedUntil = Math.max(state.pausedUntil, at + pause)',
    to: 'state.pausedUntil = Math.max(state.pausedUntil, at + pause * 0)',
  },
];

/** Breaks each rule in a copy of the source, and prints the first seeds that find it. */
export function runBreaks(seeds: string, only: string): void {
  for (const { rule, what, file, from, to } of breaks) {
    if (!what.includes(only)) continue;
    const copy = mkdtempSync(join('node_modules', '.broken-'));
    for (const name of ['src', 'test/simulation', 'package.json', 'tsconfig.json'])
      cpSync(name, join(copy, name), { recursive: true });
    symlinkSync('../..', join(copy, 'node_modules'), 'dir');
    const path = join(copy, 'src/session/backfill', file);
    const whole = readFileSync(path, 'utf8');
    if (!whole.includes(from)) throw new Error(`${file} lacks what is to be broken: ${from}`);
    writeFileSync(path, whole.replace(from, to));
    const main = ['test/simulation/main.ts', '--seeds', seeds, '--shrink', '0', '--stop', '3'];
    const { stdout } = spawnSync('npx', ['tsx', ...main], { cwd: copy, encoding: 'utf8' });
    const found = stdout.split('\n').filter((line) => line.includes(' seeds, such as '));
    const [end = 'it crashed'] = stdout.split('\n').filter((line) => line.includes(' notifications, '));
    console.log(`${rule} | ${what} | ${found.join('; ') || `not found: ${end}`}`);
    rmSync(copy, { recursive: true });
  }
}
