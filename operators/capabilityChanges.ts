import type { OperatorFunction } from 'rxjs';
import {
  type Capability,
  type ChatNotification,
  chatShownBy,
  isFinal as isFinalStatus,
} from '../src/model/index.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

/** What the agent may do now and could not before, and the other way round. */
export interface CapabilityChange {
  readonly chatId: string;
  readonly gained: readonly Capability[];
  readonly lost: readonly Capability[];
  readonly current: readonly Capability[];
}

/**
 * Emits per chat when its capabilities change; their order does not matter. A final state clears them. A notification
 * without capabilities changes nothing.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { capabilityChanges } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(
 *   chatStateChange({ chat: { state: 'Invited', capabilities: ['Accept', 'Reject'] } }),
 *   chatStateChange({ chat: { state: 'Chatting', capabilities: ['SendMessage'] } }),
 *   chatStateChange({ chat: { state: 'Completed' } }),
 * )
 *   .pipe(capabilityChanges())
 *   .subscribe(({ gained, lost }) => console.log(gained, lost));
 * // → [ 'Accept', 'Reject' ] []
 * // → [ 'SendMessage' ] [ 'Accept', 'Reject' ]
 * // → [] [ 'SendMessage' ]
 */
export function capabilityChanges(
  options: RetentionOptions = {},
): OperatorFunction<ChatNotification, CapabilityChange> {
  const check = checkOptions('capabilityChanges', options);
  const { isFinal = isFinalStatus } = options;
  type Capabilities = ReadonlySet<Capability>;
  return foldByChat<ChatNotification, Capabilities, CapabilityChange>(check, options, () => ({
    fold: (known, notification) => {
      const chat = chatShownBy(notification);
      if (chat !== undefined && isFinal(chat.state)) return new Set();
      return chat?.capabilities === undefined ? known : new Set(chat.capabilities);
    },
    emit: (now = new Set(), before = new Set(), { chatId }) => {
      const current = [...now];
      const gained = current.filter((capability) => !before.has(capability));
      const lost = [...before].filter((capability) => !now.has(capability));
      return gained.length + lost.length > 0 ? { chatId, gained, lost, current } : undefined;
    },
  }));
}
