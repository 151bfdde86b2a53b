import { readFileSync } from 'node:fs';
import { type Credentials, credentials } from '../../index.ts';
import { usageError, wordsOfThrown } from '../exitCodes.ts';

/** An agent of the file. */
export interface FileAgent {
  readonly agent: string;
  readonly tenant?: string;
  readonly credentials: Credentials;
  /** The base of the agent's GWS, if it differs. */
  readonly url?: string;
}

const form =
  '[{ "agent": "sam", "password": "…" }], with "user", "token", "tenant" and "url" where they differ';

/**
 * The agents of a file of JSON. Errors name the entry, and show no secret.
 *
 * @throws CommandError if it is not such a file.
 */
export function agentsFile(file: string): readonly FileAgent[] {
  let entries: unknown;
  try {
    entries = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : wordsOfThrown(error);
    throw usageError(`Cannot read the agents in ${file}: ${why}`, `Write ${form}.`);
  }
  if (!Array.isArray(entries) || entries.length === 0)
    throw usageError(`${file} has no list of agents`, `Write ${form}.`);
  return entries.map((entry: unknown, at) => agentOf(entry, `${file}, entry ${at + 1}`));
}

function agentOf(entry: unknown, place: string): FileAgent {
  const field = (name: string): string | undefined => {
    const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined;
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    throw usageError(`${place}: "${name}" must be a text`, `Write ${form}.`);
  };
  const [agent, tenant, user, password, token, url] = [
    'agent',
    'tenant',
    'user',
    'password',
    'token',
    'url',
  ].map(field);
  if (agent === undefined) throw usageError(`${place}: "agent" is missing`, `Write ${form}.`);
  if (token === undefined && password === undefined)
    throw usageError(`${place}: agent ${agent} has neither "password" nor "token"`, `Write ${form}.`);
  return {
    agent,
    ...(tenant !== undefined && { tenant }),
    ...(url !== undefined && { url }),
    credentials:
      token === undefined
        ? credentials.basic(user ?? agent, password ?? '')
        : credentials.bearer(() => token),
  };
}
