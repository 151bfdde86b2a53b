import { chatIdOf } from '../model/index.ts';

/** The ids by location, and by themselves. So many are remembered; then it begins again. */
const limit = 40_000;
const longest = 200;
const known = /* @__PURE__ */ new Map<string, string>();

/** The id of the chat at a URI or path, the same string object each time: see `internedId`. */
export function chatIdAt(location: string): string {
  const remembered = known.get(location);
  if (remembered !== undefined && remembered !== location) return remembered;
  const chatId = internedId(chatIdOf(location));
  if (location.length <= longest) known.set(location, chatId);
  return chatId;
}

/**
 * The same string object for the same id. Every fold looks up what it keeps of a chat, and a map recognises an object
 * several times faster than equal characters.
 */
export function internedId(id: string): string {
  const remembered = known.get(id);
  if (remembered === id) return remembered;
  if (known.size >= limit) known.clear();
  if (id.length <= longest) known.set(id, id);
  return id;
}
