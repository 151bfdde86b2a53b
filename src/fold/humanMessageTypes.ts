import type { MessageType } from '../model/index.ts';

/** The types of messages that a person wrote. */
export const humanMessageTypes: readonly MessageType[] = ['Text', 'PushUrl', 'Notice', 'CustomNotice'];
