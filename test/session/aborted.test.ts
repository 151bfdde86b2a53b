import { getEventListeners } from 'node:events';
import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { aborted } from '../../src/session/aborted.ts';

describe('aborted', () => {
  it('holds one listener of a signal, however many wait, and none when nobody waits', () => {
    const { signal } = new AbortController();
    const waiting = new Subscription();
    for (let n = 0; n < 20; n += 1) waiting.add(aborted(signal).subscribe({ error: () => undefined }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    waiting.unsubscribe();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('errors for all who wait, and at once for those who come later', () => {
    const controller = new AbortController();
    const errors: unknown[] = [];
    const error = (reason: unknown): number => errors.push(reason);
    for (let n = 0; n < 2; n += 1) aborted(controller.signal).subscribe({ error });
    controller.abort(new Error('enough'));
    aborted(controller.signal).subscribe({ error });
    expect(errors.map(String)).toEqual(['Error: enough', 'Error: enough', 'Error: enough']);
  });
});
