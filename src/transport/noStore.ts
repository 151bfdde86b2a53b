/** An HTTP cache would answer with chats and CSRF tokens of the past. */
export const noStore: Readonly<Record<'cache', 'no-store'>> = { cache: 'no-store' };
