import type { MessageLogData } from './dialect.ts';
import type { Random } from './random.ts';

type Damage = (log: MessageLogData, random: Random) => object;

/** Damages one message of a log. */
const inOne =
  (damage: (message: object) => object): Damage =>
  (log, random) => {
    const { messages } = log;
    const victim = random.between(0, messages.length - 1);
    return { ...log, messages: messages.map((message, at) => (at === victim ? damage(message) : message)) };
  };

/** What a decoder has to refuse, in whole or in part. */
const DAMAGES: readonly Damage[] = [
  inOne((message) => ({ ...message, from: { nickname: 42, type: 'Customer', participantId: '0' } })),
  inOne((message) => ({ ...message, index: 'first' })),
  (log) => ({ ...log, messages: [...log.messages, null] }),
  (log) => ({ ...log, messages: log.messages.length }),
  // Wire: a log names its chat by one of these.
  (log) => ({ ...log, chatUri: undefined, id: undefined }),
];

/** Damages a message log in one of the ways in which that can be. The log itself stays as it is. */
export const damaged = (log: MessageLogData, random: Random): object => random.pick(DAMAGES)(log, random);
