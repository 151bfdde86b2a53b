import { type Clean, unchanged } from '../transport/replyError.ts';

/** What takes the secrets of a session out of a text, by the `fetch` of that session. */
export const cleanByFetch: WeakMap<typeof fetch, Clean> = /*#__PURE__*/ new WeakMap<typeof fetch, Clean>();

/** Takes the secrets out of a text that a `fetch` may have sent. Those of a `fetch` of the user's are not known. */
export const cleanOf = (given: typeof fetch): Clean => cleanByFetch.get(given) ?? unchanged;
