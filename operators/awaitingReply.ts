import type { OperatorFunction } from 'rxjs';
import {
  type ChatMessage,
  type ChatNotification,
  isFinal as isFinalStatus,
  type Participant,
} from '../src/model/index.ts';
import { compareMessages } from '../src/state/messageOrder.ts';
import { checkOptions, isFunction } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';
import { humanMessageTypes } from '../src/fold/humanMessageTypes.ts';

/** Who answers. */
export interface AwaitingReplyOptions extends RetentionOptions {
  /** Whether an author is oneself; `byNickname` helps. Agents and supervisors answer anyway. */
  readonly self: (from: Participant, chatId: string) => boolean;
}

/** Whether the customer of a chat waits for an answer. */
export interface AwaitedReply {
  readonly chatId: string;
  /** When the first message that is not answered was sent (received, if that was not told), in epoch milliseconds. */
  readonly since?: number;
  /** What the customer wrote since the last answer, in order. */
  readonly waiting: readonly ChatMessage[];
}

/**
 * Tells per chat that the customer has spoken last, since when, and what: what a service-level clock needs. Emits when
 * what waits changes; nothing waits at first, nor in a chat that has ended. Messages are ordered as in a transcript,
 * however they arrive.
 *
 * An answer is what `self`, an agent or a supervisor writes for the customer to see. Bots and the system (`External`)
 * neither wait nor answer.
 *
 * Wire: a customer's `type` is `Customer` (GWS) or `Client` (GMS); what others than agents and supervisors see has the
 * visibility `All`, or tells none.
 *
 * @throws TypeError that names the option, if one makes no sense.
 *
 * @example
 * import { of } from 'rxjs';
 * import { awaitingReply, byNickname } from 'rx-chat-notifications';
 * import { messageLog, participant } from 'rx-chat-notifications/testing';
 *
 * const from = participant({ participantId: '1', nickname: 'Ann', type: 'Customer' });
 * of(
 *   messageLog({ chatId: 'A', messages: [{ index: 1, from, text: 'Hello?', sentAt: 1_389_261_492_035 }] }),
 *   messageLog({ chatId: 'A', messages: [{ index: 2, text: 'How may I help you?' }] }),
 * )
 *   .pipe(awaitingReply({ self: byNickname('TestName') }))
 *   .subscribe(({ since, waiting }) => console.log(since, waiting.length));
 * // → 1389261492035 1
 * // → undefined 0
 */
export function awaitingReply(
  options: AwaitingReplyOptions,
): OperatorFunction<ChatNotification, AwaitedReply> {
  const check = checkOptions('awaitingReply', options);
  const { self, isFinal = isFinalStatus } = options;
  check('self', self, isFunction(self), 'a function');
  return foldByChat<ChatNotification, Known, AwaitedReply>(check, options, () => ({
    fold: (known = { entries: none, answer: undefined, hasEnded: false }, notification) => {
      if (notification.kind !== 'messages') {
        const { chat } = notification;
        if (chat === undefined) return known;
        const hasEnded = isFinal(chat.state);
        return { ...known, hasEnded, entries: hasEnded ? none : known.entries };
      }
      const { chatId, receivedAt, messages } = notification;
      const written = messages.filter(({ type }) => humanMessageTypes.includes(type));
      return written.reduce(
        (so, message) => after(so, message, self(message.from, chatId), receivedAt),
        known,
      );
    },
    tell: (now, before, { chatId }) => {
      const entries = waitingIn(now);
      if (isSame(entries, waitingIn(before))) return undefined;
      const [first] = entries;
      const waiting = entries.map(({ message }) => message);
      return first === undefined ? { chatId, waiting } : { chatId, since: first.since, waiting };
    },
  }));
}

interface Entry {
  readonly message: ChatMessage;
  readonly since: number;
}

interface Known {
  /** What the customer wrote since the last answer, in order. */
  readonly entries: readonly Entry[];
  readonly answer: ChatMessage | undefined;
  readonly hasEnded: boolean;
}

const none: readonly Entry[] = [];

const waitingIn = (known: Known | undefined): readonly Entry[] =>
  known === undefined || known.hasEnded ? none : known.entries;

const isSame = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.length === b.length && a.every((entry, at) => entry === b[at]);

function after(known: Known, message: ChatMessage, isOwn: boolean, receivedAt: number): Known {
  if (known.answer !== undefined && compareMessages(message, known.answer) <= 0) return known;
  const { type } = message.from;
  const isAgent = isOwn || type === 'Agent' || type === 'Supervisor';
  if (isAgent) {
    if ((message.visibility ?? 'All') !== 'All') return known;
    const entries = known.entries.filter((entry) => compareMessages(message, entry.message) < 0);
    return { ...known, answer: message, entries };
  }
  if (type !== 'Customer' && type !== 'Client') return known;
  const entry = { message, since: message.sentAt ?? receivedAt };
  let at = known.entries.length; // it is the last, as a rule
  for (;;) {
    const before = known.entries[at - 1];
    if (before === undefined) break;
    const order = compareMessages(before.message, message);
    if (order < 0) break;
    if (order === 0) return known;
    at -= 1;
  }
  return { ...known, entries: [...known.entries.slice(0, at), entry, ...known.entries.slice(at)] };
}
