import type { OperatorFunction } from 'rxjs';
import { type ChatNotification, chatShownBy, sameData } from '../src/model/index.ts';
import { readableFields } from '../src/model/readableFields.ts';
import { checkOptions } from '../src/fold/checkOptions.ts';
import { foldByChat } from '../src/fold/foldByChat.ts';
import type { RetentionOptions } from '../src/fold/retentionOptions.ts';

type UserData = Readonly<Record<string, unknown>>;

/** Which user data came, became other and went, by key. */
export interface UserDataChange {
  readonly chatId: string;
  readonly added: UserData;
  /** The new values. */
  readonly changed: UserData;
  /** The values that were. */
  readonly removed: UserData;
  readonly current: UserData;
}

/**
 * Emits per chat when its user data changes. Values are compared deeply, below 200 levels by reference; only own keys
 * count, `__proto__` among them. All fields of the first user data are added. A notification without user data
 * changes nothing.
 *
 * @throws TypeError if an option is invalid; the message names it.
 *
 * @example
 * import { of } from 'rxjs';
 * import { userDataChanges } from 'rx-chat-notifications';
 * import { chatStateChange } from 'rx-chat-notifications/testing';
 *
 * of(
 *   chatStateChange({ chat: { userData: { name: 'Ann', tier: 1 } } }),
 *   chatStateChange({ chat: { userData: { name: 'Ann', tier: 2 } } }),
 * )
 *   .pipe(userDataChanges())
 *   .subscribe(({ added, changed }) => console.log(added, changed));
 * // → { name: 'Ann', tier: 1 } {}
 * // → {} { tier: 2 }
 */
export function userDataChanges(
  options: RetentionOptions = {},
): OperatorFunction<ChatNotification, UserDataChange> {
  return foldByChat<ChatNotification, UserData, UserDataChange>(
    checkOptions('userDataChanges', options),
    options,
    () => ({
      fold: (known, notification) => {
        const userData = chatShownBy(notification)?.userData;
        return userData === undefined ? known : readableFields(userData);
      },
      emit: (current = {}, before = {}, { chatId }) => {
        if (current === before) return undefined;
        const added = pick(current, (key) => !Object.hasOwn(before, key));
        const changed = pick(
          current,
          (key, value) => Object.hasOwn(before, key) && !sameData(before[key], value),
        );
        const removed = pick(before, (key) => !Object.hasOwn(current, key));
        return [added, changed, removed].some((some) => Object.keys(some).length > 0)
          ? { chatId, added, changed, removed, current }
          : undefined;
      },
    }),
  );
}

/** Some of the data; `fromEntries` makes an own field of `__proto__`, too. */
const pick = (data: UserData, isWanted: (key: string, value: unknown) => boolean): UserData =>
  Object.fromEntries(Object.entries(data).filter(([key, value]) => isWanted(key, value)));
