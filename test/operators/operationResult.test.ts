import { defer, firstValueFrom, Observable, type ObservableInput, of, Subject } from 'rxjs';
import { operationFailure } from '../../src/model/index.ts';
import { describe, expect, it } from 'vitest';
import { OperationFailedError, operationResult } from '../../operators/index.ts';
import type { ChatNotification, ChatOperationError } from '../../src/model/index.ts';
import { chatStateChange, operationError } from '../../src/testing/index.ts';
import { decoded, fixture } from '../fixtures.ts';
import { marbles } from '../marbles.ts';
import { a, all, b, e, empty, ids, n, none, send83 } from './operationResultFixtures.ts';

const failed = operationFailure(e);

describe('operationResult', () => {
  it('[OR1] emits the notification that bears the id that send gives, completes and unsubscribes the source', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -n-b-a-l-|', all);
      const sending = cold('--s-|     ', ids);
      const subs = '        ^----!    ';
      const sent = '        ^-!       ';
      const expected = '    -----(a|) ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  it('whatever its kind: messages answer, too', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -n-l-a-|', all);
      const sending = cold('s|      ', ids);
      const subs = '        ^--!    ';
      const expected = '    ---(l|) ';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('listens first, then sends', () => {
    const log: string[] = [];
    const source = defer(() => {
      log.push('listens');
      return of(a);
    });
    const send = (): Observable<number> => {
      log.push('sends');
      return of(83);
    };
    source.pipe(operationResult(send)).subscribe(() => log.push('answered'));
    expect(log).toEqual(['listens', 'sends', 'answered']);
  });

  it('[OR4] the answer may precede the id; the first of several is it', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -b-a-l----|', all);
      const sending = cold('-------s--|', ids);
      const subs = '        ^------!   ';
      const sent = '        ^------!   ';
      const expected = '    -------(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  it('the answer may come while send is being called, whether the id follows at once or later', async () => {
    const source = new Subject<ChatNotification>();
    const inside = (reply: ObservableInput<number>) => (): ObservableInput<number> => {
      source.next(b);
      source.next(a);
      return reply;
    };
    for (const reply of [[83], of(83), Promise.resolve(83)]) {
      expect(await firstValueFrom(source.pipe(operationResult(inside(reply))), none)).toBe(a);
      expect(source.observed).toBe(false);
    }
  });

  it('an error with the id errors with OperationFailedError, before and after the id is known', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -f-e-a-|', all);
      const soon = cold('   -s|     ', ids);
      const later = cold('  -----s| ', ids);
      const subs = '        ^--!    ';
      const expected = '    ---#    ';
      const subsLater = '   ^----!  ';
      const expectedLater = '-----# ';
      expectObservable(source.pipe(operationResult(() => soon))).toBe(expected, all, failed);
      expectObservable(source.pipe(operationResult(() => later))).toBe(expectedLater, all, failed);
      expectSubscriptions(source.subscriptions).toBe([subs, subsLater]);
    });
  });

  it('OperationFailedError tells the server’s reason and status, and holds the notification', () => {
    const chatOver = operationError({ referenceId: 83, errorMessage: 'Chat is over', statusCode: 7 });
    let caught: unknown;
    of(chatOver)
      .pipe(operationResult(send83))
      .subscribe({ error: (error: unknown) => (caught = error) });
    expect(caught).toBeInstanceOf(OperationFailedError);
    expect(caught).toBeInstanceOf(Error);
    expect(caught).toMatchObject({
      name: 'OperationFailedError',
      message: "The operation failed: Chat is over (7). Check the chat's capabilities.",
    });
    expect((caught as OperationFailedError).notification).toBe(chatOver);
  });

  it('OperationFailedError says so where the server gave no reason or no status', () => {
    const { errorMessage, statusCode, ...bare } = operationError({ referenceId: 83 });
    const messageOf = (notification: ChatOperationError): string => operationFailure(notification).message;
    expect(messageOf(bare)).toBe(
      "The operation failed: The server gave no reason. Check the chat's capabilities.",
    );
    expect(messageOf({ ...bare, statusCode: 0 })).toBe(
      "The operation failed: The server gave no reason (0). Check the chat's capabilities.",
    );
    expect(messageOf({ ...bare, errorMessage: 'Busy' })).toBe(
      "The operation failed: Busy. Check the chat's capabilities.",
    );
    expect(messageOf({ ...bare, errorMessage: 'Busy', errorCode: 'E7' })).toBe(
      "The operation failed: Busy (E7). Check the chat's capabilities.",
    );
    expect(messageOf({ ...bare, statusCode: 3, errorCode: 'E7' })).toContain('(3)');
  });

  it('other ids, errors with another id, and what bears none are ignored', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  -f-u-n-b--n-f-b-u-a-|', all);
      const sending = cold('---------s|          ', ids);
      const subs = '        ^-----------------!  ';
      const expected = '    ------------------(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('of several ids that send gives the first counts', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const source = hot('  ---b-a-|', all);
      const sending = cold('-st|    ', ids);
      const sent = '        ^!      ';
      const expected = '    -----(a|)';
      expectObservable(source.pipe(operationResult(() => sending))).toBe(expected, all);
      expectSubscriptions(sending.subscriptions).toBe(sent);
    });
  });

  describe('with the string id of Workspace v3', () => {
    const answer = chatStateChange({ operationId: 'op-1' });
    const other = chatStateChange({ operationId: 'op-2', referenceId: 83 });
    const failure = operationError({ operationId: 'op-1' });

    it('emits the notification that carries the operationId, before and after the id is known', async () => {
      const source = new Subject<ChatNotification>();
      for (const id of [['op-1'], Promise.resolve('op-1')]) {
        const result = firstValueFrom(source.pipe(operationResult(() => id)), none);
        for (const notification of [n, a, other, answer]) source.next(notification);
        expect(await result).toBe(answer);
      }
      const late = firstValueFrom(of(other, answer).pipe(operationResult(() => ['op-1'])), none);
      expect(await late).toBe(answer);
    });

    it('matches a number with the referenceId of a notification that also carries an operationId', async () => {
      const source = new Subject<ChatNotification>();
      const result = firstValueFrom(source.pipe(operationResult(() => Promise.resolve(83))), none);
      for (const notification of [answer, b, other]) source.next(notification);
      expect(await result).toBe(other);
    });

    it('errors with OperationFailedError if the notification is an error', async () => {
      const result = firstValueFrom(of(failure).pipe(operationResult(() => ['op-1'])), none);
      await expect(result).rejects.toEqual(operationFailure(failure));
    });

    it('takes an empty id for none', async () => {
      const result = firstValueFrom(new Subject<ChatNotification>().pipe(operationResult(() => [''])), none);
      await expect(result).rejects.toEqual(empty);
    });

    it.each(['36-v3-operationid', '35-v3-eventerror-nested'])(
      'answers with the documented payload %s',
      async (name) => {
        const notification = decoded(fixture(`second-edition/${name}`));
        const result = firstValueFrom(
          of(notification).pipe(operationResult(() => [notification.operationId ?? ''])),
          none,
        );
        await (notification.kind === 'error'
          ? expect(result).rejects.toMatchObject({ name: 'OperationFailedError', notification })
          : expect(result).resolves.toBe(notification));
      },
    );
  });
});
