import type { ChatNotification } from '../model/index.ts';
import { tokenOf } from './tokenOf.ts';

/** Whose notifications these are. */
export interface Source {
  readonly tenant: string;
  readonly agent: string;
}

/** Which notifications to read; what is absent matches everything. */
export interface JetStreamFilter {
  readonly tenant?: string;
  readonly agent?: string;
  readonly chatId?: string;
  readonly kind?: ChatNotification['kind'];
}

export const defaultSubject = 'gws';

/** The last token of a subject. */
export const suffixes: Readonly<Record<ChatNotification['kind'], string>> = {
  messages: 'm',
  chat: 's',
  error: 'e',
};

/** Stands for the chat of an error that names none. No name has this token. */
const noChat = '=none';

/** The tokens of tenant, agent and chat. */
export const chatTokens = ({ tenant, agent }: Source, chatId: string | undefined): string =>
  `${tokenOf(tenant)}.${tokenOf(agent)}.${chatId === undefined ? noChat : tokenOf(chatId)}`;

/** Where a notification is stored: `gws.<tenant>.<agent>.<chat>` with `m` for messages, `s` for states, `e` for errors. */
export const subjectOf = (
  prefix: string,
  source: Source,
  { chatId, kind }: Pick<ChatNotification, 'chatId' | 'kind'>,
): string => `${prefix}.${chatTokens(source, chatId)}.${suffixes[kind]}`;

/** The subject, with wildcards, of what a filter lets through. */
export function filterSubject(prefix: string, { tenant, agent, chatId, kind }: JetStreamFilter = {}): string {
  const names = [tenant, agent, chatId].map((name) => (name === undefined ? '*' : tokenOf(name)));
  return [prefix, ...names, kind === undefined ? '*' : suffixes[kind]].join('.');
}

/** Whether a string can begin subjects: tokens without wildcards and spaces. */
export const isPrefix = (subject: unknown): boolean =>
  typeof subject === 'string' && /^[^\s.*>]+(\.[^\s.*>]+)*$/.test(subject);

/** Whether every subject that one pattern matches is matched by the other too. */
export function covers(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.');
  const given = subject.split('.');
  for (const [at, token] of wanted.entries()) {
    const other = given[at];
    if (token === '>') return other !== undefined;
    if (other === undefined || other === '>' || (token !== '*' && token !== other)) return false;
  }
  return wanted.length === given.length;
}

/** Returns a function that returns whether a subject matches a pattern of whole tokens and `*`. */
export function subjectMatcher(pattern: string): (subject: string) => boolean {
  const tokens = pattern
    .split('.')
    .map((token) => (token === '*' ? '[^.]+' : token.replace(/[^-\w]/g, String.raw`\$&`)));
  const form = new RegExp(`^${tokens.join(String.raw`\.`)}$`);
  return (subject) => form.test(subject);
}
