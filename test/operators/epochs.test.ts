import fc from 'fast-check';
import { from, lastValueFrom, type Observable, pipe, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  chatDirectory,
  type ChatNotification,
  dedupeByIndex,
  type MessageLogUpdate,
  type Transcript,
  transcriptAccumulator,
} from '../../operators/index.ts';
import type { ChatMessage } from '../../src/model/index.ts';
import { chatStateChange, messageLog } from '../../src/testing/index.ts';

const start = 1_700_000_000_000;

/** A log of texts: `3b` is the text "b" under index 3, `3b@90` was sent 90 seconds after the start. */
const log = (entries: string, more: Partial<MessageLogUpdate> = {}): MessageLogUpdate => ({
  ...messageLog({
    chatId: 'A',
    messages: entries.split(' ').map((entry) => {
      const [, index = '', text = '', at] = /^(-?\d+)(\D*?)(?:@(\d+))?$/.exec(entry) ?? expect.unreachable();
      return { index: Number(index), text, ...(at !== undefined && { sentAt: start + Number(at) * 1_000 }) };
    }),
  }),
  ...more,
});
const history = (entries: string): MessageLogUpdate => log(entries, { origin: 'history' });
const state = (status: string): ChatNotification => chatStateChange({ chat: { id: 'A', state: status } });
const reopened = [state('Completed'), state('Chatting')];

const label = ({ index, text = '', epoch = 1 }: ChatMessage): string => `${epoch}:${index}${text}`;

const everyOf = async <T>(values$: Observable<T>): Promise<readonly T[]> =>
  lastValueFrom(values$.pipe(toArray()), { defaultValue: [] });
const lastOf = async <T>(values$: Observable<T>): Promise<T> =>
  (await everyOf(values$)).at(-1) ?? expect.unreachable('nothing was emitted');

const last = async (notifications: readonly ChatNotification[]): Promise<Transcript> =>
  lastOf(from(notifications).pipe(transcriptAccumulator()));

/** The transcript, which must be the same whether duplicates were dropped before or not. */
async function transcriptOf(...notifications: ChatNotification[]): Promise<string> {
  const direct = await last(notifications);
  const deduped = await last(await everyOf(from(notifications).pipe(dedupeByIndex())));
  const views = await lastOf(from(notifications).pipe(chatDirectory()));
  const text = direct.messages.map(label).join(' ');
  expect(deduped.messages.map(label).join(' ')).toBe(text);
  expect(views.get('A')?.transcript.messages.map(label).join(' ')).toBe(text);
  return text;
}

describe('epochs', () => {
  it('keeps the messages of a reopened chat whose indices restart, below the old ones', async () => {
    const old = log('1hello@0 2hi@1 3bye@2');
    expect(await transcriptOf(old, ...reopened, log('1hello@15'), log('2again@16'))).toBe(
      '1:1hello 1:2hi 1:3bye 2:1hello 2:2again',
    );
    for (const restart of ['0', '-5', '3']) {
      expect(await transcriptOf(old, ...reopened, log(`${restart}new@15`))).toBe(
        `1:1hello 1:2hi 1:3bye 2:${restart}new`,
      );
    }
  });

  it('counts gaps and the last index within the epoch', async () => {
    const { gaps, lastIndex } = await last([log('1a@0 5b@1'), ...reopened, log('1c@15 3d@16')]);
    expect(gaps).toEqual([{ from: 2, to: 2 }]);
    expect(lastIndex).toBe(3);
  });

  it('stays in one epoch when a chat is transferred away and back, also if its history is fetched again', async () => {
    const old = '1a@0 2b@1 3c@2';
    expect(await transcriptOf(log(old), ...reopened, history(`${old} 4d@100 5e@101`), log('6f@110'))).toBe(
      '1:1a 1:2b 1:3c 1:4d 1:5e 1:6f',
    );
    expect(await transcriptOf(log(old), ...reopened, log('3c@2'), log('4d@100'))).toBe('1:1a 1:2b 1:3c 1:4d');
  });

  it('puts late messages into the epoch that their time belongs to', async () => {
    expect(
      await transcriptOf(log('1a@0 3c@2'), ...reopened, log('1x@100'), log('2b@1'), log('3z@102 2y@101')),
    ).toBe('1:1a 1:2b 1:3c 2:1x 2:2y 2:3z');
  });

  it('gives a late end of the old epoch back to it, although it came after the restart', async () => {
    expect(await transcriptOf(log('1a@0 2b@1'), ...reopened, log('3c@2'), log('1x@100'))).toBe(
      '1:1a 1:2b 1:3c 2:1x',
    );
    expect(await transcriptOf(log('1a@0 2b@1'), ...reopened, log('1x@100'), log('3c@2'))).toBe(
      '1:1a 1:2b 1:3c 2:1x',
    );
  });

  it('moves messages that came before the restart was recognised', async () => {
    const transcript = await last([log('1a@0 2b@1'), ...reopened, log('7z@107'), log('1x@101')]);
    expect(transcript.messages.map(label)).toEqual(['1:1a', '1:2b', '2:1x', '2:7z']);
    expect(transcript.replaced.map(label)).toEqual(['1:7z']);
    expect(transcript.appended).toEqual([]);
  });

  it('gives an untimed message the epoch of its nearest timed neighbour, else the current one', async () => {
    expect(await transcriptOf(log('1a@0 2b@1 3c@2'), ...reopened, log('1x@100 2y'), log('3z'))).toBe(
      '1:1a 1:2b 1:3c 2:1x 2:2y 2:3z',
    );
    const fetched = history('1a@0 2late 3c@2');
    expect(await transcriptOf(log('1a@0 3c@2'), ...reopened, log('1x@100'), fetched)).toBe(
      '1:1a 1:2late 1:3c 2:1x',
    );
  });

  it('does not start an epoch without a reopening, or by a message without a time', async () => {
    expect(await transcriptOf(log('1a@0 2b@1 3c@2'), log('1x@100'))).toBe('1:1a 1:1x 1:2b 1:3c');
    expect(await transcriptOf(log('1a@0 2b@1'), state('Completed'), log('1x@100'))).toBe('1:1a 1:1x 1:2b');
    expect(await transcriptOf(log('1a@0 2b@1'), ...reopened, log('1x'))).toBe('1:1a 1:1x 1:2b');
    expect(await transcriptOf(log('1a 2b'), ...reopened, log('1x@100'))).toBe('1:1x 1:1a 1:2b');
    expect(await transcriptOf(log('1a@0 2b@1 3c'), ...reopened, log('3c@3'))).toBe('1:1a 1:2b 1:3c');
  });

  it('starts an epoch when the whole log from the server is later and holds none of the known messages', async () => {
    expect(await transcriptOf(log('1a@0 2b@1'), history('1x@100 2y@101'))).toBe('1:1a 1:2b 2:1x 2:2y');
    expect(await transcriptOf(log('1a@0 2b@1'), history('1a@0 2b@1 3c@2'))).toBe('1:1a 1:2b 1:3c');
    expect(await transcriptOf(log('1a@0 2b@1'), history('2y@100 3z@101'))).toBe('1:1a 1:2b 1:2y 1:3z');
    expect(await transcriptOf(log('1a@0 2b@1'), history('1x@0 2y@101'))).toBe('1:1a 1:1x 1:2b 1:2y');
    expect(await transcriptOf(log('1a@0 2b@1'), log('1x@100 2y@101'))).toBe('1:1a 1:1x 1:2b 1:2y');
    expect(await transcriptOf(log('1a@0 2b@1'), history('1x 2y'))).toBe('1:1a 1:1x 1:2b 1:2y');
  });

  it('takes a log whose clock is an hour ahead for the same messages, also after a reopening', async () => {
    const ahead = '1a@3600 2b@3601 3c@3602';
    expect(await transcriptOf(log('1a@0 2b@1 3c@2'), ...reopened, log(ahead))).toBe('1:1a 1:2b 1:3c');
    expect(await transcriptOf(log('1a@0 2b@1 3c@2'), ...reopened, history(`${ahead} 4d@3700`))).toBe(
      '1:1a 1:2b 1:3c 1:4d',
    );
  });

  it('does not take a page of a history for a whole log', async () => {
    expect(await transcriptOf(log('2b@1 4d@2'), history('2c@31'), log('5e@40'))).toBe('1:2b 1:2c 1:4d 1:5e');
  });

  it('does not take a history without its duplicates for a whole log', async () => {
    // The clock of REST is an hour ahead; what is left when the duplicates are gone is later than all that is known.
    const ahead = history('1a@3600 2b@3601 3c@3602');
    expect(await transcriptOf(log('2b@1'), ahead)).toBe('1:1a 1:2b 1:3c');
    expect(await transcriptOf(log('3a@0'), history('3a@0 3b@1'))).toBe('1:3a 1:3b');
  });

  it('keeps the epochs of a log that names them', async () => {
    const named = log('1a@0 2b@1 1x@100 2y@101');
    const messages = named.messages.map((message, at) => (at > 1 ? { ...message, epoch: 2 } : message));
    expect(await transcriptOf({ ...named, messages }, log('3z@102'), log('2late@1'))).toBe(
      '1:1a 1:2b 1:2late 2:1x 2:2y 2:3z',
    );
  });

  it('moves messages that came before a log that names the restart: a late subscriber knows of no reopening', async () => {
    const named = history('1x@100');
    const messages = named.messages.map((message) => ({ ...message, epoch: 2 }));
    expect(await transcriptOf(log('1a@0 2b@1'), log('2y@101 3z@102'), { ...named, messages })).toBe(
      '1:1a 1:2b 2:1x 2:2y 2:3z',
    );
  });

  it('agrees with the truth for chats that are reopened again and again, with late, lost and repeated messages', async () => {
    const sessions = fc.array(
      fc.record({
        messages: fc.integer({ min: 2, max: 6 }),
        first: fc.integer({ min: 0, max: 2 }),
        isRestarted: fc.boolean(),
        pause: fc.integer({ min: 5, max: 100 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const disorder = fc.array(fc.nat(5), { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sessions, disorder, async (all, random) => {
        const truth: string[] = [];
        const notifications: ChatNotification[] = [];
        let [time, epoch, next, step] = [0, 1, 1, 0];
        for (const { messages, first, isRestarted, pause } of all) {
          if (notifications.length > 0) {
            notifications.push(...reopened);
            if (isRestarted && next > first) [epoch, next] = [epoch + 1, first];
          }
          const held: ChatNotification[] = [];
          for (let at = 0; at < messages; at += 1) {
            const entry = log(`${next}${'abcdef'[at] ?? ''}@${time}`);
            truth.push(`${epoch}:${next}${'abcdef'[at] ?? ''}`);
            const luck = random[step % random.length] ?? 0;
            step += 1;
            // The first message of a session arrives in time: nothing else distinguishes a restart from a late message.
            if (luck === 0 && at > 0) held.push(entry);
            else notifications.push(entry, ...held.splice(0, luck % 2));
            if (luck === 2) notifications.push(entry);
            next += 1;
            time += 1;
          }
          notifications.push(...held);
          time += pause;
        }
        expect((await transcriptOf(...notifications)).split(' ')).toEqual(truth);
      }),
      { numRuns: 400 },
    );
  });

  it('survives a chat that flaps between final and non-final', async () => {
    const flapping = Array.from({ length: 2_000 }, () => reopened).flat();
    expect(await transcriptOf(log('1a@0'), ...flapping, log('2b@50'), ...flapping)).toBe('1:1a 1:2b');
  });
});

describe('replaced versions', () => {
  const masked = (text: string, origin: 'live' | 'history'): MessageLogUpdate =>
    messageLog({ chatId: 'A', origin, messages: [{ index: 1, text, sentAt: start }] });
  const replacing = pipe(dedupeByIndex<MessageLogUpdate>({ onConflict: 'replace' }), transcriptAccumulator());
  const textsOf = async (...notifications: MessageLogUpdate[]): Promise<readonly (string | undefined)[]> => {
    const { messages } = await lastOf(from(notifications).pipe(replacing));
    return messages.map(({ text }) => text);
  };

  it('keeps the version from history, in whatever order they arrive: the card number is gone', async () => {
    const live = masked('My card is 4111 1111 1111 1111', 'live');
    const past = masked('My card is ****', 'history');
    expect(await textsOf(live, past)).toEqual(['My card is ****']);
    expect(await textsOf(past, live)).toEqual(['My card is ****']);
    expect(await textsOf(live, past, live)).toEqual(['My card is ****']);
    expect(await textsOf(past, live, past, live)).toEqual(['My card is ****']);
  });

  it('keeps the later of two live versions, also if the first is delivered again', async () => {
    const [first, edited] = [masked('Helo', 'live'), masked('Hello', 'live')];
    expect(await textsOf(first, edited)).toEqual(['Hello']);
    expect(await textsOf(first, edited, first)).toEqual(['Hello']);
  });

  it('names the former version, and emits no version that is outdated', async () => {
    const live = masked('4111', 'live');
    const past = masked('****', 'history');
    const emitted = await everyOf(from([live, past, live]).pipe(dedupeByIndex({ onConflict: 'replace' })));
    expect(emitted).toEqual([live, { ...past, replaces: live.messages }]);
  });

  it('never replaces entries of one log, nor messages of another time, author or type', async () => {
    const at = (index: number, text: string, more: Partial<ChatMessage> = {}): Partial<ChatMessage> => ({
      index,
      text,
      sentAt: start,
      ...more,
    });
    const both = messageLog({ chatId: 'A', messages: [at(1, 'a'), at(1, 'b')] });
    const other = messageLog({
      chatId: 'A',
      messages: [at(1, 'c', { sentAt: start + 1 }), at(1, 'd', { type: 'Notice' }), at(2, 'e')],
    });
    const untimed = messageLog({ chatId: 'A', messages: [{ index: 1, text: 'f' }] });
    expect([...(await textsOf(both, other, untimed))].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    const history = messageLog({ chatId: 'A', origin: 'history', messages: [at(1, 'a'), at(1, '*')] });
    expect(await textsOf(both, history)).toEqual(['*', 'a']);
  });

  it('replaces 10,000 entries of one index and instant in seconds', async () => {
    const many = (text: string, origin: 'live' | 'history'): MessageLogUpdate =>
      messageLog({
        chatId: 'A',
        origin,
        messages: Array.from({ length: 10_000 }, (_, at) => ({
          index: 1,
          text: `${text}${at}`,
          sentAt: start,
        })),
      });
    const texts = await textsOf(many('a', 'live'), many('b', 'history'), many('a', 'live'));
    expect(texts).toHaveLength(10_000);
    expect(texts.every((text) => text?.startsWith('b'))).toBe(true);
  });

  it('is followed by views', async () => {
    const views = from([masked('4111', 'live'), masked('****', 'history')]).pipe(
      dedupeByIndex({ onConflict: 'replace' }),
      chatDirectory(),
    );
    const { messages = [] } = (await lastOf(views)).get('A')?.transcript ?? {};
    expect(messages.map(({ text }) => text)).toEqual(['****']);
  });
});
