/**
 * What an application could write by hand for one dialect: it trusts the shape of a message log, keeps mutable maps and
 * arrays, and expects messages in order. No decoder or fold that validates, inserts late messages and gives snapshots is
 * faster; the distance to it is what these cost.
 */
interface Author {
  readonly participantId: string;
  readonly nickname: string;
  readonly type: string;
}

interface Entry {
  readonly index: number;
  readonly type: string;
  readonly from: Author;
  readonly text: string;
  readonly visibility: string;
  readonly sentAt: number;
}

interface Kept {
  readonly known: Map<number, Entry>;
  readonly transcript: Entry[];
}

/** What `JSON.parse` gives, with the types that a hand-written decoder believes in after its checks. */
type Json = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function fail(): never {
  throw new TypeError('not a message log');
}

function entryOf(wire: unknown): Entry {
  if (!isObject(wire)) return fail();
  const { index, type, from, text, visibility, timestampSeconds: sentAt } = wire;
  if (!isObject(from)) return fail();
  const { participantId, nickname, type: authorType } = from;
  return isText(participantId) &&
    isText(nickname) &&
    isText(authorType) &&
    isText(type) &&
    isText(text) &&
    isText(visibility) &&
    typeof index === 'number' &&
    typeof sentAt === 'number'
    ? { index, type, from: { participantId, nickname, type: authorType }, text, visibility, sentAt }
    : fail();
}

const isSame = (a: Entry, b: Entry): boolean =>
  a.type === b.type && a.text === b.text && a.from.participantId === b.from.participantId;

/** Decodes message logs, drops duplicates and appends the rest to the transcripts of their chats. */
export function limitPipeline(): (message: unknown) => void {
  const chats = new Map<string, Kept>();
  return (message) => {
    const data = isObject(message) && isObject(message['data']) ? message['data'] : fail();
    const { messageType, notificationType, chatUri, messages } = data;
    if (messageType !== 'MessageLogUpdated' || !isText(notificationType)) fail();
    if (!isText(chatUri) || !Array.isArray(messages)) return fail();
    const chatId = chatUri.slice(chatUri.lastIndexOf('/') + 1);
    let kept = chats.get(chatId);
    if (kept === undefined) chats.set(chatId, (kept = { known: new Map(), transcript: [] }));
    for (const wire of messages) {
      const entry = entryOf(wire);
      const known = kept.known.get(entry.index);
      if (known !== undefined && isSame(known, entry)) continue;
      kept.known.set(entry.index, entry);
      kept.transcript.push(entry);
    }
  };
}
