export type Fields = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The parts that are not empty, joined. */
export const joined = (parts: readonly (string | false | undefined)[], by: string): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join(by);

/** What a notification shows about a chat, if it has one. */
export const ofChat = (chatId: unknown, label: string): string =>
  typeof chatId === 'string' ? `chat ${short(chatId)}: ${label}` : label;

/** The end of an id distinguishes chats. */
const short = (id: string): string => (id.length > 8 ? `…${id.slice(-4)}` : id);

/** At most `longest` characters. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;

/** An object as one would write it, without quotes around its keys. */
export const dataLabel = (data: unknown): string =>
  JSON.stringify(data)
    .replaceAll(/"(\w+)":/g, '$1: ')
    .replaceAll(/,(?=\w+: )/g, ', ')
    .replaceAll('"', "'");
