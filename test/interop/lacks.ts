/** Something that a server cannot have, and the tests that need it, by the beginnings of their names; `%s` is anything. */
export interface Lack {
  readonly reason: string;
  readonly tests: readonly string[];
}

/** Whether a test is one of those that a lack lists. */
export function isMeant(listed: string, name: string): boolean {
  const [start = '', ...parts] = listed.split('%s');
  let at = name.startsWith(start) ? start.length : -1;
  for (const part of parts) if (at >= 0) at = name.indexOf(part, at);
  return at >= 0;
}

export const lacksOfFaye: readonly Lack[] = [
  {
    reason: 'faye has no acknowledgements: what a cut takes along is lost',
    tests: ['a silence shorter than that loses nothing'],
  },
  {
    reason: 'faye never disconnects a session: it forgets it',
    tests: ['a disconnect by the server errors every subscriber with SessionEndedError'],
  },
  {
    reason: 'faye advises to handshake whomever it refuses a handshake',
    tests: ['a refused handshake is denied, with its reason'],
  },
  {
    reason: 'a session of faye lives for two timeouts: this one is of 5 ms',
    tests: ['a resource that is always refused does not affect the connection'],
  },
];

export const lacksOfWebSocket: readonly Lack[] = [
  {
    reason: 'over a WebSocket there is no HTTP request that the test could count, answer or look into',
    tests: [
      'sends header fields with every request, those of CometD too',
      '[SS6] sends the CSRF token in the header that the server names',
      'all streams share one connection',
      'resolves within two seconds while %s/notifications/',
      '[SS34] of %s appear nowhere when a server sends them in the reason phrase of HTTP',
      '[SS34] of %s appear nowhere when a server sends them in a Bayeux error',
      'in a loop without subscribers connects once, and lingers',
      '[SS34] the session cookie is one',
      'may throw %s: the session tries again',
      'no request of the package may be answered by an HTTP cache',
      '[SS66] so is a poll: the session goes on with the next',
      'likewise in the reason of the status',
    ],
  },
  {
    reason: 'a server looks at credentials when a WebSocket is opened, and never again',
    tests: [
      'requests a bearer token once, and again when the server refuses it',
      'renews a token that expires any number of times',
      'a late 401 for a poll that carried the old token does not renew the new one',
      'rejects if access is denied, and resolves after the next attempt',
      '[SS49] what happened while access was denied arrives after reconnect()',
    ],
  },
  {
    reason: 'CometD gives up a handshake when it has no other transport to try',
    tests: ['while no server answers it says so'],
  },
];
