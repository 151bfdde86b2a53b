import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvictionOrder } from '../../src/fold/evictionOrder.ts';

interface Kept {
  readonly chatId: string;
  hasEnded: boolean;
  changed: number;
}

/** By a scan of all chats: the one that ended first, else the least recently changed. */
const scanned = (chats: ReadonlyMap<string, Kept>): Kept | undefined =>
  [...chats.values()].sort((a, b) => Number(b.hasEnded) - Number(a.hasEnded) || a.changed - b.changed)[0];

describe('the order of eviction', () => {
  it('is that of a scan of all chats, whatever changes, ends, goes on and is removed in between', () => {
    const actions = fc.array(
      fc.tuple(
        fc.constantFrom('change', 'change', 'change', 'change', 'evict', 'evict', 'flip', 'remove'),
        fc.integer({ min: 0, max: 19 }),
      ),
      { minLength: 100, maxLength: 300 },
    );
    fc.assert(
      fc.property(actions, (taken) => {
        const chats = new Map<string, Kept>();
        const order = new EvictionOrder(chats);
        let changes = 0;
        for (const [action, n] of taken) {
          const chatId = String(n);
          const kept = chats.get(chatId) ?? { chatId, hasEnded: false, changed: 0 };
          if (action === 'change' || action === 'flip') {
            chats.set(chatId, kept);
            if (!kept.hasEnded || action === 'flip') kept.changed = changes += 1;
            if (action === 'flip') kept.hasEnded = !kept.hasEnded;
            if (action === 'flip') order.update(chatId);
            continue;
          }
          const gone = action === 'remove' ? chats.get(chatId) : order.next();
          if (action === 'evict') expect(gone).toBe(scanned(chats));
          if (gone !== undefined) chats.delete(gone.chatId);
          if (gone !== undefined) order.update(gone.chatId);
        }
      }),
    );
  });
});
