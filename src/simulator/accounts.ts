import { randomUUID } from 'node:crypto';
import { check } from './check.ts';
import { AGENT } from './opening.ts';
import type { BasicCredentials, Simulator } from './simulator.ts';

/** Who may ask, and what proves it. */
export interface Accounts extends Pick<
  Simulator,
  'credentials' | 'credentialsOf' | 'issueToken' | 'revokeTokens'
> {
  /** The agent whom an `Authorization` header names and proves. */
  readonly agentOf: (authorization: string | undefined) => string | undefined;
}

/** Wire: in Basic authentication a colon ends the name of the user. */
const credentialsOf = (agent: string): BasicCredentials => ({
  kind: 'basic',
  user: agent,
  password: `secret-of-${agent}`,
});

const HEADER = /^(basic|bearer) +(.+)$/i;

/** Every nickname is an agent who may sign in. A restart forgets no account and no token. */
export function accounts(): Accounts {
  const tokens = new Map<string, string>();

  function basicAgent(encoded: string): string | undefined {
    const pair = Buffer.from(encoded, 'base64').toString();
    const [user = ''] = pair.split(':', 1);
    return user !== '' && pair === `${user}:${credentialsOf(user).password}` ? user : undefined;
  }

  return {
    credentials: credentialsOf(AGENT),
    credentialsOf(agent) {
      check('credentialsOf', 'agent', agent, 'a name without a colon');
      return credentialsOf(agent);
    },
    issueToken(agent = AGENT) {
      check('issueToken', 'agent', agent, 'a string that is not empty');
      const token = randomUUID();
      tokens.set(token, agent);
      return token;
    },
    revokeTokens() {
      tokens.clear();
    },
    agentOf(authorization = '') {
      const [, scheme = '', proof = ''] = HEADER.exec(authorization) ?? [];
      return scheme.toLowerCase() === 'basic' ? basicAgent(proof) : tokens.get(proof);
    },
  };
}
