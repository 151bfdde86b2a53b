import type { ChatNotification } from 'rx-chat-notifications';
import { messageLog } from 'rx-chat-notifications/testing';
import { describe, expect, it } from 'vitest';
import { Desk, Outlet } from '../../../src/session/desk/index.ts';
import { summary } from '../overFake.ts';

/** A desk with its outlet. */
function station() {
  const desk = new Desk();
  const outlet = new Outlet();
  const say = (chatId: string, index: number): void => {
    const told = desk.take(messageLog({ chatId, messages: [{ index, text: `text ${index}` }] }));
    if (told !== undefined) outlet.enqueue(told, desk.seq);
    outlet.flush();
  };
  const hear = (onLine: (line: string) => void = () => undefined): string[] => {
    const lines: string[] = [];
    outlet
      .replayed(() => ({ notifications: desk.replay(), seq: desk.seq }))
      .subscribe((notification: ChatNotification) => {
        const line = summary(notification);
        lines.push(line);
        onLine(line);
      });
    return lines;
  };
  return { outlet, say, hear };
}

describe('the outlet of a session', () => {
  it('[SS51] emits to every subscriber in the same order, even if one of them causes the next notification', () => {
    const { say, hear } = station();
    const first = hear((line) => {
      if (line === 'live A 1') say('A', 2);
      if (line === 'live A 2') say('B', 1);
    });
    const second = hear();
    say('A', 1);
    expect(first).toEqual(['live A 1', 'live A 2', 'live B 1']);
    expect(second).toEqual(first);
  });

  it('[SS9] replays to a subscriber that comes in the middle of an emission what nobody has heard yet, and not twice', () => {
    const { say, hear } = station();
    let late: string[] = [];
    hear((line) => {
      if (line !== 'live A 1') return;
      say('A', 2);
      late = hear();
    });
    say('A', 1);
    say('A', 3);
    expect(late).toEqual(['history A 1', 'history A 2', 'live A 3']);
  });

  it('keeps what is said during a replay until it is over', () => {
    const { say, hear } = station();
    say('A', 1);
    say('B', 1);
    const lines = hear((line) => {
      if (line === 'history A 1') say('A', 2);
    });
    expect(lines).toEqual(['history A 1', 'history B 1', 'live A 2']);
  });

  it('runs a task when all that was taken before it is emitted', () => {
    const { outlet, say, hear } = station();
    const lines = hear((line) => {
      if (line !== 'live A 1') return;
      say('A', 2);
      outlet.then(() => lines.push('task'));
    });
    say('A', 1);
    expect(lines).toEqual(['live A 1', 'live A 2', 'task']);
  });
});
