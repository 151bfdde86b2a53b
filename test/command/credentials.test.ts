import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askForPassword } from '../../src/command/watch/askForPassword.ts';
import { credentialsOf } from '../../src/command/watch/credentialsOf.ts';

/** A terminal as the prompt sees it: what is typed, and what is shown. */
function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return { input, output, shown: () => shown };
}

const nobody = (): Promise<string> => Promise.reject(new Error('asked'));

describe('the credentials of the command', () => {
  it('are asked for at the terminal without showing what is typed', async () => {
    const { input, output, shown } = terminal();
    const answer = askForPassword('Password of sam: ', { input, output });
    input.write('hush hush\r');
    expect(await answer).toBe('hush hush');
    expect(shown()).toMatch('Password of sam:');
    expect(shown()).not.toMatch('hush');
    expect(shown().endsWith('\n')).toBe(true);
  });

  it.each([
    ['Ctrl-C', 'hu\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('may be refused by %s', async (_key, typed) => {
    const { input, output } = terminal();
    const answer = askForPassword('Password of sam: ', { input, output });
    input.write(typed);
    await expect(answer).rejects.toMatchObject({ name: 'CommandError', code: 130 });
  });

  it('are asked for nowhere else', async () => {
    const { input, output, shown } = terminal(false);
    const answer = askForPassword('Password of sam: ', { input, output });
    await expect(answer).rejects.toMatchObject({
      code: 2,
      hint: expect.stringMatching('GWS_PASSWORD') as string,
    });
    expect(shown()).toBe('');
  });

  it('come from the environment first, and an empty variable is none', async () => {
    const basic = { kind: 'basic', user: 'sam', password: 'hush' };
    expect(await credentialsOf('sam', { GWS_PASSWORD: 'hush' }, nobody)).toEqual(basic);
    const asked = (prompt: string): Promise<string> => Promise.resolve(`${prompt}?`);
    expect(await credentialsOf('sam', { GWS_PASSWORD: '', GWS_TOKEN: ' ' }, asked)).toMatchObject({
      password: 'Password of sam: ?',
    });
  });

  it('are a token where there is one, and not both', async () => {
    const bearer = await credentialsOf(undefined, { GWS_TOKEN: 'hush\n' }, nobody);
    expect(bearer.kind === 'bearer' && (await bearer.token())).toBe('hush');
    const both = credentialsOf('sam', { GWS_TOKEN: 'hush' }, nobody);
    await expect(both).rejects.toMatchObject({
      code: 2,
      message: expect.not.stringMatching('hush') as string,
    });
  });
});
