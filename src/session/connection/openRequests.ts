import type { BayeuxAdvice, BayeuxMessage } from '../../channel/index.ts';
import { errorOf, failureOf } from '../../channel/replies.ts';
import { type Clean, unchanged } from '../../transport/replyError.ts';
import { handshakeDefect } from './judge.ts';

/** A reply, and what is known of its request. */
export interface Answered {
  /** As the server sent it, with its own advice. */
  readonly reply: BayeuxMessage;
  /** Whether the request carried credentials that have been replaced since. */
  readonly isOutdated: boolean;
}

export interface OpenRequests {
  /** To be registered before every other. */
  readonly extension: object;
  readonly answered: (reply: BayeuxMessage) => Answered;
}

/**
 * The open request of each meta channel. A reply without an `id`, or with a number for it, gets that of the request, so that
 * CometD finds it. A successful handshake that CometD would fall silent over is turned into a failed one.
 */
export function openRequests(generation: () => number, clean: Clean = unchanged): OpenRequests {
  const sent = new Map<string, { readonly id: string | undefined; readonly generation: number }>();
  const advised = new Map<string, BayeuxAdvice>();
  return {
    extension: {
      outgoing: (message: BayeuxMessage) => {
        const { channel, id } = message;
        if (channel.startsWith('/meta/')) sent.set(channel, { id, generation: generation() });
        return message;
      },
      incoming: (message: BayeuxMessage) => {
        const { channel, successful } = message;
        if (!channel.startsWith('/meta/')) return message;
        if (message.advice == null) advised.delete(channel);
        else advised.set(channel, message.advice);
        const id = typeof message.id === 'string' ? message.id : sent.get(channel)?.id;
        const defect = channel === '/meta/handshake' && successful ? handshakeDefect(message) : undefined;
        return {
          ...message,
          ...(id !== undefined && { id }),
          ...(defect !== undefined && { successful: false, error: defect }),
        };
      },
    },
    answered: (reply) => {
      const { channel } = reply;
      const advice = failureOf(reply) === undefined ? advised.get(channel) : undefined;
      const isOutdated = (sent.get(channel)?.generation ?? generation()) !== generation();
      const answer = reply.successful === true ? reply : cleaned(reply, clean);
      return { reply: advice === undefined ? answer : { ...answer, advice }, isOutdated };
    },
  };
}

/** A reply that is no success, without secrets in what it says. What has an exception was said by our own transport. */
function cleaned(reply: BayeuxMessage, clean: Clean): BayeuxMessage {
  const failure = failureOf(reply);
  const error = errorOf(reply);
  const isForeign = failure?.reason !== undefined && failure.exception === undefined;
  return {
    ...reply,
    ...(error !== '' && { error: clean(error) }),
    ...(isForeign && { failure: { ...failure, reason: clean(failure.reason) } }),
  };
}
