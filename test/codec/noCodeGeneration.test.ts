import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = `
import { readFileSync } from 'node:fs';
import { decodeNotification } from './src/index.ts';

const told = [];
try { new Function('return 1')(); } catch (error) { told.push(error.name); }
for (const name of ['v2-properties-updated', 'v2-new-messages', 'v3-interaction-state-changed', 'v2-foreign-call']) {
  const wire = JSON.parse(readFileSync('test/fixtures/' + name + '.json', 'utf8'));
  const result = decodeNotification(wire);
  told.push(result._tag === 'Right' ? result.right.chatId : result.left.message);
}
told.push(decodeNotification({ messageType: 'MessageLogUpdated' }).left.message);
console.log(JSON.stringify(told));
`;

it('decodes and reports where making code from strings is forbidden, as a strict CSP does', () => {
  const printed = execFileSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--import', 'tsx', '--input-type=module', '--eval', program],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8' },
  );
  expect(JSON.parse(printed)).toEqual([
    'EvalError',
    '0000Wa9CAM6W00J',
    '0000Wa9CAM6W00FN',
    '022AKaDEME4A000K',
    'messageType: expected message type of chats, got "CallStateChangeMessage"',
    'notificationType: expected string, got undefined; messages: expected array, got undefined',
  ]);
});
