import type { ChatNotification } from '../model/index.ts';
import { header } from '../recording/format.ts';
import { lineOf } from '../recording/lineOf.ts';
import { readLine } from '../recording/readLine.ts';
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
  const { notification, problem } = readLine(text);
  if (notification === undefined) return { problem: problem ?? 'expected a notification, got a header' };
  return { notification, source: sourceOf(text) };
}

/** The names before the line, without parsing the rest again. */
function sourceOf(text: string): Source {
  const [, tenant = '""', agent = '""'] = names.exec(text) ?? [];
  return { tenant: String(JSON.parse(tenant)), agent: String(JSON.parse(agent)) };
}

const text = '("(?:[^"\\\\]|\\\\.)*")';
const names = new RegExp(`^\\{"version":\\d+,"tenant":${text},"agent":${text}`);

function versionProblem(payload: string): string {
  const [, version] = /^\{"version":(\d+)/.exec(payload) ?? [];
  return version === undefined
    ? `expected a payload that begins with ${begin}`
    : `expected version ${header.version} of the format, got ${version}. Update the package, or read another stream`;
}
