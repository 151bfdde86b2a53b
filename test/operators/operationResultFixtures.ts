import { EmptyError, Observable, of } from 'rxjs';
import { expect } from 'vitest';
import type {
  ChatNotification,
  ChatOperationError,
  ChatStateChange,
  MessageLogUpdate,
} from '../../src/model/index.ts';
import { chatStateChange, messageLog, operationError } from '../../src/testing/index.ts';

export const a: ChatStateChange = chatStateChange({ chat: { id: 'A' }, referenceId: 83 });
export const l: MessageLogUpdate = messageLog({ chatId: 'A', referenceId: 83 });
export const b: ChatStateChange = chatStateChange({ chat: { id: 'A' }, referenceId: 84 });
export const n: ChatStateChange = chatStateChange({ chat: { id: 'A' } });
export const e: ChatOperationError = operationError({ referenceId: 83 });
const f = operationError({ referenceId: 84 });
const u = operationError();
export const all: Readonly<Record<string, ChatNotification>> = { a, l, b, n, e, f, u };
export const ids: Readonly<Record<string, number>> = { s: 83, t: 84 };
export const empty: unknown = expect.any(EmptyError);

export const none: { readonly defaultValue: undefined } = { defaultValue: undefined };

export const send83 = (): Observable<number> => of(83);
