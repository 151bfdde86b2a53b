import { describe, expect, it } from 'vitest';
import { chatIdAt, internedId } from '../../src/codec/chatIdAt.ts';

describe('chatIdAt', () => {
  it('gives the id at a URI, at a path and by itself, also after more locations than it remembers', () => {
    const wrong = Array.from({ length: 45_000 }, (_, at) => `${at}`).filter(
      (id) =>
        chatIdAt(`http://gws.example.com/api/v2/chats/${id}`) !== id ||
        chatIdAt(`/chats/${id}`) !== id ||
        internedId(id) !== id,
    );
    expect(wrong).toEqual([]);
    expect(chatIdAt('/chats/0')).toBe('0');
  });

  it('takes an id for a location, and a location for an id', () => {
    expect([chatIdAt('A'), internedId('A'), chatIdAt('A')]).toEqual(['A', 'A', 'A']);
    expect([chatIdAt('/chats/B'), internedId('/chats/B'), chatIdAt('/chats/B')]).toEqual([
      'B',
      '/chats/B',
      'B',
    ]);
  });

  it('reads locations and ids of any length', () => {
    const id = 'x'.repeat(1_000);
    expect([chatIdAt(`/chats/${id}`), internedId(id)]).toEqual([id, id]);
  });
});
