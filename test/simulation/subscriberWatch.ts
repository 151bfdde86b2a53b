import { type ChatMessage, epochOf } from '../../src/model/index.ts';
import type { HeldChat } from '../../src/session/desk/index.ts';
import type { MessageLog } from '../../src/state/messageLog.ts';
import type { Client } from './client.ts';
import type { FollowedChat, Follower } from './follower.ts';
import { violated } from './violation.ts';

/** All subscribers know what the desk knows. */
export function compareSubscribers(client: Client, now: number): void {
  for (const [number, follower] of client.followers) compareSubscriber(client, number, follower, now);
}

export function compareSubscriber({ desk }: Client, number: number, follower: Follower, now: number): void {
  for (const held of desk.held()) {
    const followed = follower.chats.get(held.chatId);
    const difference = differenceOf(followed?.held === held ? followed : undefined, held);
    if (difference !== undefined)
      violated('subscriber', now, `subscriber ${number}, ${held.chatId}: ${difference}`);
  }
}

function differenceOf(followed: FollowedChat | undefined, held: HeldChat): string | undefined {
  if (followed === undefined) return 'is not known';
  if (followed.chat?.state !== held.chat?.state) return `is ${followed.chat?.state}, not ${held.chat?.state}`;
  const [a, b] = [followed.log.messages.map(named), held.log.messages.map(named)];
  const at = Math.max(a.length, b.length) - 1;
  for (let place = 0; place <= at; place += 1)
    if (a[place] !== b[place] && !isSameButForTimes(followed.log, held.log, place))
      return `has "${a[place]}", not "${b[place]}" at ${place}`;
  return undefined;
}

/**
 * Whether both have the same messages under the index at a place, with other times: where history was first, a subscriber has
 * whole seconds, and the messages under one index are in the order of these.
 */
function isSameButForTimes(one: MessageLog, other: MessageLog, place: number): boolean {
  const message = one.at(place);
  if (message === undefined) return false;
  const listOf = (log: MessageLog, name: (message: ChatMessage) => string): string =>
    log.under(message).map(name).sort().join('\n');
  return listOf(one, named) === listOf(other, named) && listOf(one, timed) !== listOf(other, timed);
}

const timed = (message: ChatMessage): string => `${named(message)} ${message.sentAt}`;

const named = (message: ChatMessage): string => `${epochOf(message)}/${message.index} ${message.text ?? ''}`;
