import type { Desk } from '../desk/index.ts';
import type { MessageLog } from '../../state/messageLog.ts';
import { currentEpoch, firstMissing, highestReturned } from './evidence.ts';

/**
 * Indices above the highest one of an answer that was not stale. They are of messages which this agent or the server's REST
 * does not get, or the answer was behind: a second one, sent later, tells.
 */
export interface Lack {
  /** The highest index that was known. */
  readonly to: number;
  readonly sentAt: number;
}

/**
 * Indices that two answers lacked above all that they had. They are not asked for again as long as nothing that the
 * server's REST returns is known above them: such a message shows whether an answer was behind.
 */
export interface Presumption {
  /** The indices above this one, up to `to`. */
  readonly above: number;
  readonly to: number;
  /** The highest index that was known of a type which the REST returns. */
  readonly returned: number;
}

/** What is proved about one chat. */
export interface ChatEvidence {
  /** Identifies the chat: after an eviction, a chat with the same id is a new one. */
  readonly openedSeq: number | undefined;
  /** The epoch that all indices here are of. */
  epoch: number;
  /** Below this index, answers have proved that nothing is missing that this agent can get. */
  settledTo: number;
  /** The tail is requested from here: the highest index that was known when something may have been missed, or was proved since. */
  tailFrom: number;
  /** Up to this index, missing messages were reported. */
  reportedTo: number;
  /** Its messages were refused twice: until the next backfill they are not requested. */
  isUnavailable: boolean;
  /** Up to this index, missing messages were reported as not available. */
  unavailableTo: number;
  /** What the last answer lacked above all that it had: see `Lack`. */
  lack: Lack | undefined;
  presumed: Presumption | undefined;
  /** Its last messages were requested after its end. */
  isEndKnown: boolean;
}

interface Evident {
  readonly desk: Desk;
  readonly chats: Map<string, ChatEvidence>;
  /** The types of messages that the server's REST has returned. */
  readonly returnedTypes: ReadonlySet<string>;
}

/** What is known of an epoch at its start. */
const nothingProved: Pick<ChatEvidence, 'settledTo' | 'reportedTo' | 'unavailableTo' | 'lack' | 'presumed'> =
  {
    settledTo: -Infinity,
    reportedTo: -Infinity,
    unavailableTo: -Infinity,
    lack: undefined,
    presumed: undefined,
  };

/** What is proved about a chat, if anything was looked at. */
export function knownEvidence({ chats, desk }: Evident, chatId: string): ChatEvidence | undefined {
  const evidence = chats.get(chatId);
  const held = desk.get(chatId);
  if (evidence === undefined || evidence.openedSeq !== held?.openedSeq) return undefined;
  if (held !== undefined) startEpoch(evidence, currentEpoch(held.log));
  return evidence;
}

/** Where indices restart, those of the earlier epoch say nothing about the current one. */
function startEpoch(evidence: ChatEvidence, epoch: number): void {
  if (evidence.epoch === epoch) return;
  Object.assign(evidence, nothingProved, { epoch });
  if (evidence.tailFrom < Infinity) evidence.tailFrom = -Infinity;
}

export function evidenceOf(state: Evident, chatId: string): ChatEvidence {
  const known = knownEvidence(state, chatId);
  if (known !== undefined) return known;
  const held = state.desk.get(chatId);
  const fresh = {
    openedSeq: held?.openedSeq,
    epoch: held === undefined ? 1 : currentEpoch(held.log),
    ...nothingProved,
    tailFrom: Infinity,
    isUnavailable: false,
    isEndKnown: false,
  };
  state.chats.set(chatId, fresh);
  return fresh;
}

/** The lowest index of a chat that may be missing, and that neither a proof nor a presumption settles. */
export const missingOf = (state: Evident, evidence: ChatEvidence, log: MessageLog): number | undefined =>
  firstMissing(log, settledTo(state, evidence, log));

/** Up to where nothing need be asked for: what is proved, and what is presumed. */
function settledTo({ returnedTypes }: Evident, evidence: ChatEvidence, log: MessageLog): number {
  const { settledTo: proved, presumed } = evidence;
  if (presumed === undefined || presumed.to <= proved) return proved;
  const returned = highestReturned(log, (type) => returnedTypes.has(type));
  return returned === presumed.returned ? presumed.to : proved;
}
