import type { ChatNotification } from '../model/index.ts';
import { isObject } from '../codec/ownFields.ts';
import { header } from '../recording/header.ts';
import { lineOf } from '../recording/lineOf.ts';
import { readNotification } from '../recording/readLine.ts';
import type { Source } from './subjects.ts';

/** What is stored: a line of a recording, with the version of the format and the source before it. */
export const payloadOf = (notification: ChatNotification, source: Source): string =>
  payloadBegin(source) + lineOf(notification).slice(1);

/** What all payloads of a source begin with. */
export const payloadBegin = ({ tenant, agent }: Source): string =>
  `${begin}"tenant":${JSON.stringify(tenant)},"agent":${JSON.stringify(agent)},`;

const begin = `{"version":${header.version},`;

/** A stored notification and its source, or what is wrong with the payload. */
export type Payload =
  { readonly notification: ChatNotification; readonly source: Source } | { readonly problem: string };

/** Reads a payload. Never throws. */
export function readPayload(text: string): Payload {
  if (!text.startsWith(begin)) return { problem: versionProblem(text) };
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed)) return { problem: 'expected an object' };
    const { notification, problem = 'expected a notification' } = readNotification(parsed);
    if (notification === undefined) return { problem };
    const { tenant, agent } = parsed;
    return { notification, source: { tenant: String(tenant), agent: String(agent) } };
  } catch (error) {
    return { problem: `invalid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function versionProblem(payload: string): string {
  const [, version] = /^\{"version":(\d+)/.exec(payload) ?? [];
  return version === undefined
    ? `expected a payload that begins with ${begin}`
    : `expected version ${header.version} of the format, got ${version}. Update the package, or read another stream`;
}
