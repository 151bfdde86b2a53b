import type { Capability, MessageType } from '../model/index.ts';
import { OUTCOME, Refusal } from './answer.ts';
import type { ChatDesk } from './chatDesk.ts';
import { quoted } from './check.ts';
import { isObject } from './readObject.ts';
import type { Content } from './simulatedChat.ts';
import { capabilitiesIn } from './wire.ts';

/** Performs what the body of a request asks for and gives the id by which its notifications refer to it. */
export type Operate = (chatId: string, body: Body) => number;

type Body = Readonly<Record<string, unknown>>;
type Act = (desk: ChatDesk, chatId: string, referenceId: number) => void;

interface Operation {
  /** The capability without which the chat's state does not allow it. */
  readonly needs: Capability;
  /** Reads the parameters. */
  readonly read: (body: Body) => Act;
}

/** Wire: an operation that the state does not allow is accepted all the same, and then comes back as an error. */
export function operations(desk: ChatDesk): Operate {
  let lastReferenceId = 0;
  return (chatId, body) => {
    const name = requiredString(body, 'operationName');
    const operation = OPERATIONS.get(name);
    if (operation === undefined) {
      const known = [...OPERATIONS.keys()].join(', ');
      throw invalid(`There is no operation ${quoted(name)}. Known are: ${known}`);
    }
    const act = operation.read(body);
    const referenceId = ++lastReferenceId;
    const state = desk.stateOf(chatId);
    if (capabilitiesIn(state).includes(operation.needs)) act(desk, chatId, referenceId);
    else
      desk.fail(chatId, referenceId, OUTCOME.notInThisState, `${name} is not possible in the state ${state}`);
    return referenceId;
  };
}

const say =
  (type: MessageType, content: Content = {}): Act =>
  (desk, chatId, referenceId) => {
    desk.log(chatId, [{ type, from: 'Agent', ...content }], { referenceId });
  };

const sendMessage = (body: Body): Act => say('Text', { text: requiredString(body, 'text') });
const sendUrl = (body: Body): Act => say('PushUrl', { url: requiredString(body, 'url') });
const sendCustomNotice = (body: Body): Act =>
  say('CustomNotice', { noticeText: requiredString(body, 'noticeText') });

const change =
  (next: (userData: Body) => Body): Act =>
  (desk, chatId, referenceId) => {
    desk.setUserData(chatId, next(desk.truth(chatId).userData), { referenceId });
  };

const attach = (body: Body): Act => {
  const added = requiredObject(body, 'userData');
  return change((userData) => ({ ...userData, ...added }));
};

const remove = (body: Body): Act => {
  const { keys = Object.keys(requiredObject(body, body['userData'] === undefined ? 'keys' : 'userData')) } =
    body;
  if (!Array.isArray(keys)) throw invalid('keys must be a list of strings');
  return change((userData) =>
    Object.fromEntries(Object.entries(userData).filter(([key]) => !keys.includes(key))),
  );
};

const enter =
  (state: 'Completed' | 'Revoked'): Act =>
  (desk, chatId, referenceId) => {
    desk.setState(chatId, state, { referenceId });
  };

const accept = (body: Body): Act => {
  const nickname = body['nickname'] === undefined ? undefined : requiredString(body, 'nickname');
  return (desk, chatId, referenceId) => {
    desk.accept(chatId, nickname, { referenceId });
  };
};

const leave: Act = (desk, chatId, referenceId) => {
  desk.leave(chatId, { referenceId });
};

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['Accept', { needs: 'Accept', read: accept }],
  ['Reject', { needs: 'Reject', read: () => enter('Revoked') }],
  ['SendMessage', { needs: 'SendMessage', read: sendMessage }],
  // Wire: the capabilities in the documentation's examples name neither.
  ['SendUrl', { needs: 'SendMessage', read: sendUrl }],
  ['SendCustomNotice', { needs: 'SendMessage', read: sendCustomNotice }],
  ['SendStartTypingNotification', { needs: 'SendStartTypingNotification', read: () => say('TypingStarted') }],
  ['SendStopTypingNotification', { needs: 'SendStopTypingNotification', read: () => say('TypingStopped') }],
  ['AttachUserData', { needs: 'AttachUserData', read: attach }],
  ['UpdateUserData', { needs: 'UpdateUserData', read: attach }],
  ['DeleteUserData', { needs: 'DeleteUserData', read: remove }],
  ['Leave', { needs: 'Leave', read: () => leave }],
  ['Complete', { needs: 'Complete', read: () => enter('Completed') }],
]);

const invalid = (message: string): Refusal => new Refusal(400, OUTCOME.invalidValue, message);

function required<T>(body: Body, name: string, kind: string, is: (value: unknown) => value is T): T {
  const value = body[name];
  if (value === undefined) throw new Refusal(400, OUTCOME.parameterMissing, `${name} is missing`);
  if (!is(value)) throw invalid(`${name} must be ${kind}`);
  return value;
}

const requiredString = (body: Body, name: string): string =>
  required(body, name, 'a string', (value) => typeof value === 'string');

const requiredObject = (body: Body, name: string): Body => required(body, name, 'an object', isObject);
