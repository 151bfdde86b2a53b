/** The capitals of a name, at most two: `ChatStateChange` is `CS`, `history` is `H`. */
export function initialOf(name: string): string {
  const capitals = name.replace(/[^A-Z]/g, '').slice(0, 2);
  return capitals === '' ? name.slice(0, 1).toUpperCase() : capitals;
}

/** A hue for each chat, always the same. */
export function hueOf(chatId: string): number {
  let hash = 7;
  for (const character of chatId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return Math.round((hash * 137.508) % 360);
}
