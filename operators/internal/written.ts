import type { MessageType } from '../../src/model/index.ts';

/** The types of messages that a person wrote. */
export const writtenTypes: readonly MessageType[] = ['Text', 'PushUrl', 'Notice', 'CustomNotice'];
