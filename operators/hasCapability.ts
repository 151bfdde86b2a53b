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

/**
 * Whether any chat that passes has a capability: what enables a button. Silent until a notification has capabilities, then it
 * emits when the answer changes. A final state clears the capabilities of its chat.
 *
 * @throws TypeError if an argument is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { hasCapability } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(
 *   chatStateChange({ chat: { state: 'Invited', capabilities: ['Accept', 'Reject'] } }),
 *   chatStateChange({ chat: { state: 'Chatting', capabilities: ['SendMessage'] } }),
 *   chatStateChange({ chat: { state: 'Completed' } }),
 * )
 *   .pipe(hasCapability('SendMessage'))
 *   .subscribe((canSend) => console.log(canSend));
 * // → false
 * // → true
 * // → false
 */
export function hasCapability(
  name: Capability,
  options: RetentionOptions = {},
): OperatorFunction<ChatNotification, boolean> {
  const check = checkOptions('hasCapability', options);
  check('name', name, typeof name === 'string', 'the name of a capability');
  const { isFinal = isFinalStatus } = options;
  return foldByChat<ChatNotification, boolean, boolean>(check, options, () => {
    let count = 0;
    let emitted: boolean | undefined;
    return {
      fold: (known, notification) => {
        const chat = chatShownBy(notification);
        if (chat !== undefined && isFinal(chat.state)) return known && false;
        return chat?.capabilities?.includes(name) ?? known;
      },
      emit: (now, before) => {
        count += Number(now ?? 0) - Number(before ?? 0);
        const has = count > 0;
        return (now === undefined && emitted === undefined) || has === emitted ? undefined : (emitted = has);
      },
      evict: (has) => {
        count -= Number(has);
      },
    };
  });
}
