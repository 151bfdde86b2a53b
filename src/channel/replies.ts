import type { BayeuxMessage } from './bayeuxClient.ts';

/**
 * Whether the server no longer knows the session, so that a new handshake follows.
 *
 * Wire: `402::Unknown client` of the Java server, `402::session_unknown` of the Node one, `401:<id>:Unknown client` of Faye.
 */
export const isSessionUnknown = ({ error = '' }: BayeuxMessage): boolean =>
  error.startsWith('402:') || /^401:[^:]*:unknown client/i.test(error);

/** Whether the server wants no further attempt. */
export const isAdvisedToStop = ({ advice }: BayeuxMessage): boolean => advice?.reconnect === 'none';

/** Whether a `/meta/disconnect` was not asked for: the reply to a request bears its id. */
export const isUnsolicited = ({ id }: BayeuxMessage): boolean => id === undefined;
