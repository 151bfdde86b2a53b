import type { BayeuxMessage } from './bayeuxClient.ts';

/** The server refused the subscription to a channel. Check it by `name`: two module systems may load it twice. */
export class SubscriptionDeniedError extends Error {
  override readonly name = 'SubscriptionDeniedError';
  readonly channel: string;
  /** The server's reply to `/meta/subscribe`. */
  readonly reply: BayeuxMessage;

  constructor(channel: string, reply: BayeuxMessage) {
    super(
      `The server denied the subscription to ${channel}: ${reasonOf(reply)}. ` +
        'Check that the user may use this channel and that its name is right.',
    );
    this.channel = channel;
    this.reply = reply;
  }
}

/** The server ended the Bayeux session and wants no other. Check it by `name`: two module systems may load it twice. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
  /** The message that ended it: a `/meta/disconnect` that nobody asked for, or a `/meta/connect` that advises `none`. */
  readonly reply: BayeuxMessage;

  constructor(reply: BayeuxMessage) {
    super(
      `The server ended the session: ${reasonOf(reply)}. ` +
        'The client does not reconnect by itself: call handshake() on it and subscribe again.',
    );
    this.reply = reply;
  }
}

const reasonOf = ({ error = '' }: BayeuxMessage): string => (error === '' ? 'it gave no reason' : error);
