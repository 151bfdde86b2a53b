import { identity } from 'rxjs';
import { redact } from '../../operators/redact.ts';
import type { ChatNotification } from '../model/index.ts';
import { lineOf } from '../recording/lineOf.ts';
import { asFunction } from './asFunction.ts';
import { type ContentHash, contentHash, messageId, otherId } from './messageId.ts';
import { payloadBegin } from './payload.ts';
import type { PublishSettings } from './publishOptions.ts';
import { chatTokens, suffixes } from './subjects.ts';

/** What waits to be published: a state, an error, or a log of one message. */
export interface Part {
  readonly notification: ChatNotification;
  /** When it arrived, by the monotonic clock. */
  readonly since: number;
}

/** One publish. */
export interface Entry {
  readonly kind: ChatNotification['kind'];
  readonly chatId: string | undefined;
  readonly subject: string;
  readonly payload: string;
  /** Absent for a state: it may be repeated. */
  readonly id: string | undefined;
  readonly since: number;
}

/** The index of the message of a part. */
export const indexOf = ({ notification }: Part): number | undefined =>
  notification.kind === 'messages' ? notification.messages[0]?.index : undefined;

/** Makes what is published of the parts of one chat. */
export type EntryMaker = (part: Part) => Entry;

/** Returns a function that makes an `EntryMaker` for a chat, so that what is the same for all its entries is made once. */
export function entryMaker(
  settings: Pick<PublishSettings, 'subject' | 'tenant' | 'agent' | 'redact' | 'key'>,
): (chatId: string | undefined) => EntryMaker {
  const { subject, redact: rules, key } = settings;
  const masked =
    rules === false
      ? identity<ChatNotification>
      : asFunction<ChatNotification, ChatNotification>(redact(rules));
  const hash = contentHash(key);
  const begin = payloadBegin(settings);
  return (chatId) => {
    const chat = chatTokens(settings, chatId);
    return ({ notification, since }) => {
      const { kind } = notification;
      const shown = masked(notification);
      return {
        kind,
        chatId,
        subject: `${subject}.${chat}.${suffixes[kind]}`,
        payload: begin + lineOf(shown).slice(1),
        id: idOf(chat, key === undefined ? shown : notification, hash),
        since,
      };
    };
  };
}

function idOf(chat: string, part: ChatNotification, hash: ContentHash): string | undefined {
  if (part.kind === 'chat') return undefined;
  const [message] = part.kind === 'messages' ? part.messages : [];
  return message === undefined ? otherId(chat, part, hash) : messageId(chat, message, hash);
}
