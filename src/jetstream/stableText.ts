/** Deeper than this, data has no text of its own: no payload can exhaust the stack. */
const maxDepth = 200;

/** The same text for the same JSON data, whatever the order of its keys. */
export function stableText(value: unknown, depth: number = maxDepth): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
  if (depth === 0) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => stableText(item, depth - 1)).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${stableText(field, depth - 1)}`);
  return `{${fields.join(',')}}`;
}
