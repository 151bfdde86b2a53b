import { type ChatStateChange, isFinal } from '../model/index.ts';
import { readPayload } from './payload.ts';
import { stableText } from './stableText.ts';

/** A state of a chat as it is stored. */
export interface StoredState {
  /** Its sequence number in the stream; 0 if nothing is stored. */
  readonly sequence: number;
  /** What is compared; `undefined` if nothing is stored, or it is damaged. */
  readonly content: string | undefined;
  readonly isFinal: boolean;
  /** By the clock of the bridge that received it. */
  readonly receivedAt: number;
}

export const noState: StoredState = {
  sequence: 0,
  content: undefined,
  isFinal: false,
  receivedAt: -Infinity,
};

/** The stored form of a payload. */
export function storedState(sequence: number, payload: string): StoredState {
  const read = readPayload(payload);
  const notification = 'notification' in read ? read.notification : undefined;
  if (notification?.kind !== 'chat') return { ...noState, sequence };
  const { chat, receivedAt } = notification;
  return { sequence, content: contentOf(notification), isFinal: isFinal(chat.state), receivedAt };
}

const contentOf = ({ chat, rejected }: ChatStateChange): string =>
  stableText([chat, rejected?.map(({ path, message }) => [path, message])]);

export type Verdict =
  | 'publish'
  /** It is stored already. */
  | 'duplicate'
  /** Another bridge stored a state that this one has not received: it may be newer. Look again later. */
  | 'wait'
  /** The stored state is newer. */
  | 'superseded';

export interface StateQuestion {
  readonly state: StoredState;
  readonly stored: StoredState;
  /** Whether this bridge published the stored state. */
  readonly isOwn: boolean;
  /** What this bridge received of the chat before this state. */
  readonly received: readonly string[];
  /** Whether another bridge published since this one last looked. */
  readonly isConflict: boolean;
  /** Whether it has waited, and no other state was received. */
  readonly hasWaited: boolean;
}

/**
 * Whether to publish a state. A bridge that is behind never puts a state that goes on after one that is final. The clocks of
 * bridges only decide whether to wait, never whether to publish.
 */
export function judgeState({ state, stored, ...known }: StateQuestion): Verdict {
  if (stored.content === undefined) return 'publish';
  if (stored.content === state.content) return 'duplicate';
  const isLater = state.receivedAt >= stored.receivedAt;
  if (known.isOwn || (isLater && known.received.includes(stored.content))) return 'publish';
  const isReopening = stored.isFinal && !state.isFinal;
  if (isReopening && known.isConflict) return 'superseded';
  if (known.hasWaited || (state.isFinal && !stored.isFinal)) return 'publish';
  return known.isConflict || isReopening || !isLater ? 'wait' : 'publish';
}
