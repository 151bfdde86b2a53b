import { filter, from, map, type Observable, of, Subject, take, toArray } from 'rxjs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { filterByChat, type BuiltInRule, redact, type RedactRules } from '../../operators/index.ts';
import { type ChatNotification, isMessageLogUpdate, type MessageLogUpdate } from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';
import { marbles } from '../marbles.ts';

const logOf = (text: string): MessageLogUpdate => messageLog({ chatId: 'A', messages: [{ text }] });
const a = logOf('ann@example.com');
const b = logOf('bob@example.com');
const m = logOf('***');
const s = chatStateChange({ chat: { id: 'A' } });
const e = operationError();
const all = { a, b, s, e };
const masked = { m, s, e };

const textOf = ({ messages }: MessageLogUpdate): string | undefined => messages[0]?.text;

describe('redact', () => {
  it.each([
    ['options', null],
    ['options', 'card'],
    ['options', ['card']],
    ['builtIn', { builtIn: 'card' }],
    ['builtIn', { builtIn: null }],
    ['builtIn', { builtIn: ['card', 'cards'] }],
    ['builtIn', { builtIn: ['toString'] }],
    ['keys', { keys: 'ssn' }],
    ['keys', { keys: ['ssn', 5] }],
    ['keys', { keys: [/ssn/] }],
    ['patterns', { patterns: /a/ }],
    ['patterns', { patterns: [/a/, 'a'] }],
    ['patterns', { patterns: [null] }],
  ])('throws a TypeError that names the option, when it is called: %s %o', (name, rules) => {
    expect(() => redact(rules as unknown as RedactRules)).toThrow(TypeError);
    expect(() => redact(rules as unknown as RedactRules)).toThrow(`redact: ${name} must be`);
  });

  it('says which rules there are', () => {
    expect(() => redact({ builtIn: ['mail' as BuiltInRule] })).toThrow('a list of email, iban, card, phone');
  });

  it('behaves as RxJS operators do: empty, never, error, early unsubscribe, take', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const empty = cold<ChatNotification>('|        ');
      const emptySubs = '                   (^!)     ';
      const never = cold<ChatNotification>('-        ');
      const neverSubs = '                   ^        ';
      const failing = cold('                -a-#     ', all);
      const failed = '                      -m-#     ';
      const failingSubs = '                 ^--!     ';
      const source = hot('                  -a-s-b-e|', all);
      const whole = '                       -m-s-m-e|';
      const wholeSubs = '                   ^-------!';
      const unsub = '                       ----!    ';
      const early = '                       -m-s     ';
      const earlySubs = '                   ^---!    ';
      const taken = '                       -m-(s|)  ';
      const takenSubs = '                   ^--!     ';
      expectObservable(empty.pipe(redact())).toBe('|');
      expectObservable(never.pipe(redact())).toBe('-');
      expectObservable(failing.pipe(redact())).toBe(failed, masked);
      expectObservable(source.pipe(redact())).toBe(whole, masked);
      expectObservable(source.pipe(redact()), unsub).toBe(early, masked);
      expectObservable(source.pipe(redact(), take(2))).toBe(taken, masked);
      expectSubscriptions(empty.subscriptions).toBe(emptySubs);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
      expectSubscriptions(source.subscriptions).toBe([wholeSubs, earlySubs, takenSubs]);
    });
  });

  it('two subscriptions are independent, and nothing is remembered', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(' -a-b-s-|', all);
      const firstSubs = '  ^---!   ';
      const late = '       --^     ';
      const secondSubs = ' --^----!';
      const both = source.pipe(redact({ patterns: [/@/g] }));
      const first = {
        a: logOf('ann***example.com'),
        b: logOf('bob***example.com'),
        s,
      };
      expectObservable(both, firstSubs).toBe('-a-b-   ', first);
      expectObservable(both, late).toBe('     ---b-s-|', first);
      expectSubscriptions(source.subscriptions).toBe([firstSubs, secondSubs]);
    });
  });

  it('takes a synchronous source, and a re-entrant one loses nothing', () => {
    function* forever(): Generator<MessageLogUpdate> {
      for (let turn = 0; turn < 100; turn += 1) yield a;
      throw new Error('nobody left');
    }
    const seen: (string | undefined)[] = [];
    from(forever())
      .pipe(redact(), take(2))
      .subscribe((log) => seen.push(textOf(log)));
    const source = new Subject<MessageLogUpdate>();
    source.pipe(redact()).subscribe((log) => {
      seen.push(textOf(log));
      if (seen.length === 3) source.next(logOf('4111111111111111 or not'));
    });
    source.next(logOf('fine'));
    expect(seen).toEqual(['***', '***', 'fine', '*** or not']);
  });

  it('the type that goes in comes out, and inference survives a long pipe', () => {
    const source: Observable<ChatNotification> = of(a, s);
    const long = source.pipe(
      filterByChat('A'),
      redact(),
      filter(isMessageLogUpdate),
      redact({ builtIn: ['card'], keys: ['ssn'], patterns: [/x/] }),
      map(({ messages: [first] }) => first?.text),
      toArray(),
    );
    expectTypeOf(source.pipe(redact())).toEqualTypeOf<Observable<ChatNotification>>();
    expectTypeOf(of(a).pipe(redact())).toEqualTypeOf<Observable<MessageLogUpdate>>();
    expectTypeOf(long).toEqualTypeOf<Observable<(string | undefined)[]>>();
    expectTypeOf(redact).parameters.toEqualTypeOf<[rules?: RedactRules | undefined]>();
    expectTypeOf<RedactRules>().toEqualTypeOf<{
      readonly builtIn?: readonly BuiltInRule[];
      readonly keys?: readonly string[];
      readonly patterns?: readonly RegExp[];
    }>();
    expectTypeOf<BuiltInRule>().toEqualTypeOf<'card' | 'email' | 'iban' | 'phone'>();
    const seen: unknown[] = [];
    long.subscribe((texts) => seen.push(texts));
    expect(seen).toEqual([['***']]);
  });
});
