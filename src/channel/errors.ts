import type { BayeuxMessage } from './bayeuxClient.ts';
import { errorOf } from './replies.ts';

/**
 * The server refused the subscription to a channel; the errors page of the docs says what to do. Check it
 * by `name`: two module systems may load it twice.
 */
export class SubscriptionDeniedError extends Error {
  override readonly name = 'SubscriptionDeniedError';
  readonly channel: string;
  /** The server's reply to `/meta/subscribe`. */
  readonly reply: BayeuxMessage;

  constructor(channel: string, reply: BayeuxMessage) {
    super(`${denial(channel, reply)} Subscribe again to ask again.`);
    this.channel = channel;
    this.reply = reply;
  }
}

/**
 * The server ended the Bayeux session and refuses a new one; the errors page of the docs says what to do.
 * Check it by `name`: two module systems may load it twice.
 */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
  /** The message that ended it: a `/meta/disconnect` that nobody asked for, or a `/meta/connect` that advises `none`. */
  readonly reply: BayeuxMessage;

  constructor(reply: BayeuxMessage) {
    super(
      `${ending(reply)}. It shut down, or logged the user out: ` +
        'call handshake() on the client and subscribe again.',
    );
    this.reply = reply;
  }
}

/** What happened and why, as a rule. */
export const denial = (channel: string, reply: BayeuxMessage): string =>
  `The server denied the subscription to ${channel}: ${reasonOf(reply)}. ` +
  'The user lacks the permission, or the channel has a different name, such as /workspace/v3/media/chat.';

/** What happened. */
export const ending = (reply: BayeuxMessage): string => `The server ended the session: ${reasonOf(reply)}`;

const reasonOf = (reply: BayeuxMessage): string => errorOf(reply) || 'it gave no reason';
