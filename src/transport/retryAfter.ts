/**
 * What a `Retry-After` asks for, in milliseconds from `now` on: it is in seconds, or an instant of the server's clock, which
 * its `Date` shows where it may be read.
 */
export function retryAfterOf(headers: { get(name: string): string | null }, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\s{0,9}\d+\s{0,9}$/.test(value)) return finite(Number(value) * 1_000);
  const sentAt = Date.parse(headers.get('date') ?? '');
  return finite(Date.parse(value) - (Number.isNaN(sentAt) ? now : sentAt));
}

const finite = (delay: number): number | undefined =>
  Number.isFinite(delay) ? Math.max(0, delay) : undefined;
