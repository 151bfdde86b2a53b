/**
 * The id of a chat from its id, its URI or its path. A string with a slash is a URI or a path: its last segment
 * counts, percent-decoded, whatever the host, a trailing slash, a query or a fragment. Anything else is an id as it stands. A URI without a path names no chat: its id is empty.
 *
 * Wire: the message log names its chat by `chatUri` (`http://host/api/v2/chats/ID`) or `chatPath` (`/chats/ID`),
 * never by `id`, and the host may be an internal one.
 *
 * @example
 * import { chatIdOf } from 'rx-chat-notifications';
 *
 * console.log(chatIdOf('https://gws.example.com/api/v2/chats/0000Wa9CAM6W00J/?fields=*'));
 * // → 0000Wa9CAM6W00J
 * console.log(chatIdOf('0000Wa9CAM6W00J'));
 * // → 0000Wa9CAM6W00J
 */
export function chatIdOf(idOrUri: string): string {
  let path = idOrUri;
  let slash = path.lastIndexOf('/');
  if (slash === -1) return idOrUri;
  if (slash === path.length - 1 || path.includes('?') || path.includes('#')) {
    path = pathOf(idOrUri);
    slash = path.lastIndexOf('/');
  }
  const isHost = path[slash - 1] === '/' && path[slash - 2] === ':';
  return isHost ? '' : percentDecoded(path.slice(slash + 1));
}

/** A URI without query, fragment and trailing slashes. */
function pathOf(uri: string): string {
  const path = uri.replace(/[?#].*/s, '');
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** The path segment that `chatIdOf` reads back as this id. */
export const pathSegmentOf = (chatId: string): string => chatId.replace(/[%/?#]/g, encodeURIComponent);

function percentDecoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
