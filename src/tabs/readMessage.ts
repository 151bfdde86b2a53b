import { isObject } from '../codec/ownFields.ts';
import { type Message, protocolVersion } from './protocol.ts';

type Fields = Readonly<Record<string, unknown>>;
type Test = (value: unknown) => boolean;

/**
 * Reads what arrived on the channel. It may come from anywhere in the origin, so nothing is taken for granted that would
 * break a fold.
 *
 * @returns `newer` and `older` for another version of the package; `undefined` if it is no message.
 */
export function readMessage(data: unknown): Message | 'newer' | 'older' | undefined {
  if (!isObject(data) || data['app'] !== 'rx-chat-notifications' || !isCount(data['version']))
    return undefined;
  const { version } = data;
  if (version !== protocolVersion) return Number(version) > protocolVersion ? 'newer' : 'older';
  return isMessage(data) ? data : undefined;
}

const isString: Test = (value) => typeof value === 'string';
const isId: Test = (value) => typeof value === 'string' && value.length < 100;
/** Terms and sequence numbers stay far from where adding 1 changes nothing. */
const isCount: Test = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 48;
const isNumber: Test = (value) => typeof value === 'number';
const isBoolean: Test = (value) => typeof value === 'boolean';
const isOptional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const isListOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const has =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([field, test]) => test(value[field]));

const isTerm = has({ n: isCount, id: isId });
const isPosition = has({ term: isTerm, seq: isCount });
const isChat = has({ id: isString, state: isString });
const isChatMessage = has({
  index: isNumber,
  type: isString,
  from: has({ participantId: isString, nickname: isString, type: isString }),
});
const isStatus = has({ state: isString, since: isNumber, attempt: isNumber });
const isFailure = has({ kind: isString, message: isString });

const common = { messageType: isString, notificationType: isString, origin: isString, receivedAt: isNumber };
const notifications: Readonly<Record<string, Test>> = {
  chat: has({ ...common, chatId: isString, chat: isChat }),
  messages: has({ ...common, chatId: isString, messages: isListOf(isChatMessage) }),
  error: has({ ...common, chatId: isOptional(isString), chat: isOptional(isChat) }),
};
const oneOf =
  (tests: Readonly<Record<string, Test>>, field: string): Test =>
  (value) => {
    const kind = isObject(value) ? value[field] : undefined;
    return typeof kind === 'string' && Object.hasOwn(tests, kind) && tests[kind]?.(value) === true;
  };
const any: Test = () => true;

const isItem = oneOf(
  {
    notification: has({ notification: oneOf(notifications, 'kind') }),
    status: has({ status: isStatus }),
    failure: has({ failure: isFailure }),
    foreign: has({ failure: isFailure }),
    backfilled: has({ backfilled: has({ from: isNumber, to: isNumber }) }),
    listed: any,
    ready: any,
  },
  'kind',
);
const isArrival = has({ messages: isListOf(isChatMessage), receivedAt: isNumber, reopenings: isNumber });
const isChatData = has({
  chatId: isString,
  chat: isOptional(isChat),
  shownAt: isNumber,
  hasEnded: isBoolean,
  reopenings: isNumber,
  arrivals: isListOf(isArrival),
});
const isSnapshot = has({
  desk: has({ chats: isListOf(isChatData) }),
  status: isStatus,
  isListed: isBoolean,
  isReady: isBoolean,
  knownUntil: isOptional(isNumber),
});
const isRequest = oneOf(
  {
    perform: has({ chatId: isString, operation: has({ operationName: isString }), until: isNumber }),
    fetch: has({ url: isString, method: isString, headers: isListOf(isListOf(isString)) }),
  },
  'kind',
);

const isBody = oneOf(
  {
    hello: has({ isElect: isBoolean }),
    seen: any,
    beat: has({ isVisible: isBoolean, options: isObject }),
    live: has({ item: isItem }),
    snapshot: has({ snapshot: isSnapshot }),
    ping: any,
    claim: any,
    handover: any,
    ask: has({ id: isId, request: isRequest }),
    cancel: has({ id: isId }),
    answer: has({ id: isId, outcome: has({ ok: isBoolean }) }),
    reconnect: any,
  },
  'type',
);
const isEnvelope = has({ from: isId, to: isOptional(isId), term: isTerm, reached: isPosition });

const isMessage = (data: Fields): data is Message & Fields => isEnvelope(data) && isBody(data);
