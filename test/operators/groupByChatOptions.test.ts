import { mergeMap, type Observable, Subject, tap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { groupByChat } from '../../operators/index.ts';
import type { ChatNotification } from '../../src/model/index.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, listening, m, narrated } from './groupByChatFixtures.ts';
import { expectTypeError, wrongKeyedOptions } from './operatorBehaviour.ts';

describe('groupByChat', () => {
  it('isFinal says what ends a chat', () => {
    const isFinal = (status: string): boolean => status === 'Archived';
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('-a-A-----X-----|', all);
      const subs = '      ^--------------!';
      const expected = '  -x-------------|';
      const x = cold('     a-A-----X--|   ', all);
      expectObservable(source.pipe(groupByChat({ retainEnded: 3, isFinal }))).toBe(expected, { x });
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it.each(wrongKeyedOptions)(
    'throws a TypeError that names the option when it is called: %s',
    (name, options) => {
      expectTypeError(() => groupByChat(options as never), 'groupByChat', name);
    },
  );

  it('an isFinal that throws errors that subscriber and its groups, and no other', () => {
    const source = new Subject<ChatNotification>();
    const seen: string[] = [];
    let isBroken = true;
    const groups = groupByChat<ChatNotification>({
      isFinal: () => {
        if (isBroken) throw new Error('broken');
        return false;
      },
    });
    source.pipe(groups, narrated).subscribe({
      next: (line) => seen.push(line),
      error: (error: unknown) => seen.push(String(error)),
    });
    const inGroup: string[] = [];
    const flatten = mergeMap((group: Observable<ChatNotification>) =>
      group.pipe(tap({ error: (error: unknown) => inGroup.push(String(error)) })),
    );
    source
      .pipe(groups, flatten)
      .subscribe({ error: (error: unknown) => inGroup.push(`outer ${String(error)}`) });
    const { source$: other, story } = listening();
    source.subscribe(other);
    source.next(m);
    source.next(a);
    isBroken = false;
    source.next(b);
    expect(seen).toEqual(['+A', 'm', 'Error: broken']);
    expect(inGroup).toEqual(['Error: broken', 'outer Error: broken']);
    expect(story).toEqual(['+A', 'm', 'a', '+B', 'b']);
  });
});
