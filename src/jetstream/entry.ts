import { identity } from 'rxjs';
import { redact } from '../../operators/redact.ts';
import type { ChatNotification } from '../model/index.ts';
import { asFunction } from './asFunction.ts';
import { type ContentHash, contentHash, messageId, otherId } from './messageId.ts';
import { payloadOf } from './payload.ts';
import { splitLog } from './splitLog.ts';
import { type Source, subjectOf } from './subjects.ts';
import type { PublishSettings } from './publishOptions.ts';

/** One publish. */
export interface Entry {
  readonly kind: ChatNotification['kind'];
  readonly chatId: string | undefined;
  readonly subject: string;
  readonly payload: string;
  /** Absent for a state: it may be repeated. */
  readonly id: string | undefined;
  /** The index of a message; for a refill. */
  readonly index: number | undefined;
  /** When it arrived, by the monotonic clock. */
  readonly since: number;
}

/** Turns notifications into what is published: one entry for each message, state or error. */
export function entryMaker({
  subject,
  tenant,
  agent,
  redact: rules,
  key,
}: Pick<PublishSettings, 'subject' | 'tenant' | 'agent' | 'redact' | 'key'>): (
  notification: ChatNotification,
) => Entry[] {
  const source: Source = { tenant, agent };
  const masked = asFunction<ChatNotification, ChatNotification>(rules === false ? identity : redact(rules));
  const hash = contentHash(key);
  return (notification) => {
    const since = performance.now();
    return splitLog(notification).map((part): Entry => {
      const shown = masked(part);
      const { kind, chatId } = part;
      return {
        kind,
        chatId,
        subject: subjectOf(subject, source, part),
        payload: payloadOf(shown, source),
        id: idOf(source, key === undefined ? shown : part, hash),
        index: part.kind === 'messages' ? part.messages[0]?.index : undefined,
        since,
      };
    });
  };
}

function idOf(source: Source, part: ChatNotification, hash: ContentHash): string | undefined {
  if (part.kind === 'chat') return undefined;
  const [message] = part.kind === 'messages' ? part.messages : [];
  return message === undefined || part.kind === 'error'
    ? otherId(source, part, hash)
    : messageId(source, part.chatId, message, hash);
}
