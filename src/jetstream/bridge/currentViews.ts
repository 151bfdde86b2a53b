import type { KV } from '@nats-io/kv';
import type { ChatOperationError } from '../../model/index.ts';
import type { ChatView } from '../../state/chatView.ts';
import { partsOf, publishFailure } from '../failure.ts';
import type { OnReport } from '../reports.ts';
import type { Source } from '../subjects.ts';
import { tokenOf } from '../tokenOf.ts';

/** The latest view of a chat as the bucket `current` holds it, as JSON: without transcript, under `<tenant>.<agent>.<chat>`. */
export interface CurrentView extends Omit<ChatView, 'transcript'> {
  readonly tenant: string;
  readonly agent: string;
  /** How many messages the bridge knows, and the highest index of the current epoch. */
  readonly messageCount: number;
  readonly lastIndex?: number;
  /** The fencing token of the bridge that wrote it: a bridge with an older lease never overwrites it. */
  readonly token: number;
}

export function currentView(
  { transcript, ...view }: ChatView,
  { tenant, agent }: Source,
  token: number,
): CurrentView {
  const { length: messageCount, lastIndex } = transcript;
  return {
    ...view,
    ...(view.lastError !== undefined && { lastError: withoutWire(view.lastError) }),
    tenant,
    agent,
    messageCount,
    ...(lastIndex !== undefined && { lastIndex }),
    token,
  };
}

const withoutWire = ({ wire, ...error }: ChatOperationError): ChatOperationError => error;

/** What is in the way of a write: nothing, a newer owner, or an entry with another revision. */
export function revisionToReplace(
  entry: { readonly revision: number; readonly value: string } | undefined,
  token: number,
): number | 'fenced' {
  if (entry === undefined) return 0;
  return tokenIn(entry.value) > token ? 'fenced' : entry.revision;
}

function tokenIn(value: string): number {
  try {
    const view: unknown = JSON.parse(value);
    const token: unknown = typeof view === 'object' && view !== null ? Reflect.get(view, 'token') : undefined;
    return typeof token === 'number' ? token : -Infinity;
  } catch {
    return -Infinity; // a foreign or damaged entry is replaced
  }
}

/** Writes the latest view of each chat; while one is being written, only the latest of the following waits. */
export function currentViews(
  kv: KV,
  source: Source,
  token: number,
  { mayWrite, onReport }: { readonly mayWrite: () => boolean; readonly onReport: OnReport },
): (view: ChatView) => void {
  const waiting = new Map<string, ChatView>();
  const revisions = new Map<string, number>();
  let isWriting = false;

  async function write(view: ChatView): Promise<void> {
    const key = [source.tenant, source.agent, view.chatId].map(tokenOf).join('.');
    const value = JSON.stringify(currentView(view, source, token));
    for (let attempt = 0; attempt < 8 && mayWrite(); attempt += 1) {
      try {
        const known = revisions.get(view.chatId);
        const revision = known ?? revisionToReplace(await entryOf(key), token);
        if (revision === 'fenced') return;
        const written = revision === 0 ? await kv.create(key, value) : await kv.update(key, value, revision);
        if (view.endedAt !== undefined) revisions.delete(view.chatId);
        else revisions.set(view.chatId, written);
        return;
      } catch (error) {
        revisions.delete(view.chatId);
        if (publishFailure(error) === 'wrong sequence') continue;
        if (attempt === 7)
          onReport({ kind: 'retry', message: `bucket of current views, ${key}: ${partsOf(error).message}` });
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
      }
    }
  }

  async function entryOf(key: string): Promise<{ revision: number; value: string } | undefined> {
    const entry = await kv.get(key);
    return entry?.operation === 'PUT' ? { revision: entry.revision, value: entry.string() } : undefined;
  }

  async function work(): Promise<void> {
    isWriting = true;
    for (const [chatId, view] of waiting) {
      waiting.delete(chatId);
      await write(view);
    }
    isWriting = false;
    if (waiting.size > 0 && mayWrite()) void work();
  }

  return (view) => {
    waiting.set(view.chatId, view);
    if (!isWriting) void work();
  };
}
