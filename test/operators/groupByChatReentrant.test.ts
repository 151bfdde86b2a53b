import { of, Subject, VirtualTimeScheduler } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { groupByChat } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { a, A, b, B, c, m, n, narrated } from './groupByChatFixtures.ts';

describe('groupByChat', () => {
  it('a synchronous source and a re-entrant one lose nothing', () => {
    const emitted: string[] = [];
    of(a, b, A, m, n, B)
      .pipe(groupByChat(), narrated)
      .subscribe((line) => emitted.push(line));
    expect(emitted).toEqual(['+A', 'a', '+B', 'b', 'A', 'm', 'B', '-A', '-B']);

    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat(), narrated).subscribe({
      next: (line) => {
        story.push(line);
        if (line === '+A') source.next(b);
        if (line === 'a') source.next(m);
        if (line === 'm') source.complete();
      },
      complete: () => story.push('complete'),
    });
    source.next(a);
    expect(story).toEqual(['+A', '+B', 'b', 'a', 'm', '-A', '-B', 'complete']);
  });

  it('a re-entrant source that errors loses nothing that came before', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat(), narrated).subscribe({
      next: (line) => {
        story.push(line);
        if (line !== 'a') return;
        source.next(m);
        source.error(new Error('lost'));
      },
      error: (error: unknown) => story.push(String(error)),
    });
    source.next(a);
    expect(story).toEqual(['+A', 'a', 'm', 'Error: lost']);
  });

  it('a group that has to go while it opens completes, and its chat gets a new one when it comes back', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ maxChats: 1 }), narrated).subscribe((line) => {
      story.push(line);
      if (line === '+A' && story.length === 1) source.next(b);
    });
    source.next(a);
    expect(story.filter((line) => line.includes('A') || line === 'a')).toEqual(['+A', 'a', '-A']);
    expect(story.filter((line) => /b/i.test(line))).toEqual(['+B', 'b']);
    source.next(m);
    expect(story.slice(-3)).toEqual(['-B', '+A', 'm']);
  });

  it('chats that re-entrant notifications evict before they were emitted still have their groups', () => {
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ maxChats: 1 }), narrated).subscribe((line) => {
      story.push(line);
      if (line !== 'a') return;
      source.next(b);
      source.next(c);
    });
    source.next(a);
    expect(story).toEqual(['+A', 'a', '-A', '+B', 'b', '-B', '+C', 'c']);
  });

  it('a chat that comes back while its group completes gets a new one', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<ChatNotification>();
    const story: string[] = [];
    source.pipe(groupByChat({ scheduler }), narrated).subscribe((line) => {
      story.push(line);
      if (line === '-A') source.next(a);
    });
    source.next(A);
    scheduler.flush();
    expect(story).toEqual(['+A', 'A', '-A', '+A', 'a']);
  });
});
