import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { introduction } from '../../src/command/demo/play.ts';
import { emptyDesk } from '../../src/command/view/desk.ts';
import { liveScreen } from '../../src/command/view/liveScreen.ts';

describe('the screen', () => {
  it('is drawn no more often than the eye can follow, and once more at the end', () => {
    const terminal = Object.assign(new PassThrough({ encoding: 'utf8' }), { rows: 24, columns: 80 });
    const view = liveScreen(terminal, introduction);
    const event = { kind: 'server', news: { isUp: true, words: '' } } as const;
    view.show({ event, before: emptyDesk, after: { ...emptyDesk, messagesSeen: 1 } });
    view.show({ event, before: emptyDesk, after: { ...emptyDesk, messagesSeen: 7 } });
    view.end();
    const shown = String(terminal.read());
    expect(shown).not.toMatch('messages 1');
    expect(shown.match(/messages 7/g)).toHaveLength(1);
  });
});
